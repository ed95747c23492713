curl -v -F "chat_id=569502265" -F document=@/Users/users/file.txt "https://api.telegram.org/bot123456:ABC-DEF/sendDocument"
