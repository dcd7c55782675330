"""All models of the app, where Django looks for them."""

__all__: list[str] = []
