curl https://MyDomainName.my.salesforce.com/services/data/v62.0/query/?q=SELECT+name+from+Account -H "Authorization: Bearer access_token" -H "X-PrettyPrint:1"
