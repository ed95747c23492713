curl -d 'match[]={__name__=~"vm_.*"}' http://localhost:8428/api/v1/export
