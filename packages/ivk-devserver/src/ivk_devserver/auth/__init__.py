"""Who is calling: users, their passwords, and the tokens that stand for them."""
