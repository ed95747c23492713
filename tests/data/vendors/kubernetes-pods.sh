curl --cacert ${CACERT} --header "Authorization: Bearer ${TOKEN}" -X GET "${APISERVER}/api/v1/namespaces/default/pods?labelSelector=app%3Dnginx&limit=500"
