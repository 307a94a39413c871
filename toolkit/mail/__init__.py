"""Mail as such: the account, a letter as bytes, the talk with the server, what was sent."""
