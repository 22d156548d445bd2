"""Countries of the world by code and by name, for what files print and what people ask."""
