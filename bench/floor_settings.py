"""How gunicorn serves the floor: as the program, see gunicorn.conf.py, but silent when it is ready."""

import os

worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1)))
preload_app = True
control_socket_disable = True
