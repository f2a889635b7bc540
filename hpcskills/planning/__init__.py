"""From gaps to a way: the first path, and the plan that is proven to be the best."""
