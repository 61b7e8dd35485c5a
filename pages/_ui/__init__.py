"""What the pages are made of."""

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
