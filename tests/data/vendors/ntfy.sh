curl -d "Backup successful 😀" ntfy.sh/mytopic
