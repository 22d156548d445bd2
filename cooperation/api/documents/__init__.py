"""What the API publishes about itself: the OpenAPI document, the guide and the dictionary, with real answers."""
