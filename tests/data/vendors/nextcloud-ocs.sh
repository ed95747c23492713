curl -u user:EXAMPLE -H "OCS-APIRequest: true" -X POST https://cloud.example.com/ocs/v1.php/cloud/users -d userid="Frank" -d password="EXAMPLE"
