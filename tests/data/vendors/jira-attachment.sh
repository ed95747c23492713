curl -D- -u admin:admin -X POST -H "X-Atlassian-Token: no-check" -F "file=@myfile.txt" http://myhost.test/rest/api/2/issue/TEST-123/attachments
