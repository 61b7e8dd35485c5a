"""What stands round every page: stepper, banners, text."""
