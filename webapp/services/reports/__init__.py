"""Figures for those who pay: indicators as definitions, told so that nobody can be found."""
