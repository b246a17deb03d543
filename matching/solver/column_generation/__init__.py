"""Column generation (Dantzig and Wolfe): duals lead to columns, columns to duals, until proven."""
