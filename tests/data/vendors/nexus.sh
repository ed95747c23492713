curl -v -u admin:admin123 --upload-file project.zip http://localhost:8081/repository/raw/project.zip
