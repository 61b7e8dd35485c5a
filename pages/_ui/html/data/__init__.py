"""Taking one's study along, and bringing it in: plain HTML beside the app, without script."""
