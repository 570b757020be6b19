"""The application that the server serves: Django behind the door."""

from hiringkit.door import Door
from hiringkit.wsgi import application as inner

THREADS = 4  # for each web worker: fewer than the connections of its pool

application = Door(inner, threads=THREADS)
