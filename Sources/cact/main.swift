print("cact")
