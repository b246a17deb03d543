"""What people were promised, while web, worker, solver and database are killed again and again."""
