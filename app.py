"""The front door: what gunicorn and `flask --app app` load."""

from fm import create_app

app = create_app()
