curl -s -X POST https://api.telegram.org/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/sendMessage -d chat_id=@channelusername -d text="Hello *world*" -d parse_mode=MarkdownV2
