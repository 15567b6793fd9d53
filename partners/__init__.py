"""Partners: organisations, agreements, posts, cost-sharing keys, the activity log."""
