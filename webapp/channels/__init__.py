"""How a message leaves: console, e-mail, SMS."""
