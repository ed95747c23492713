curl --header "PRIVATE-TOKEN: <your_access_token>" "https://gitlab.example.com/api/v4/projects/diaspora%2Fdiaspora-project-site/issues?labels=foo,bar&not[labels]=baz"
