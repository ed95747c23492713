curl --header "X-Vault-Token: ..." --request LIST http://127.0.0.1:8200/v1/secret/metadata
