# The product on a server of yours: no embedded PostgreSQL here, DATABASE_URL names the real one.
FROM python:3.13-slim AS packages
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.lock .
RUN /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
    -r requirements.lock

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hiringkit
WORKDIR /app
COPY --from=packages /app/.venv /app/.venv
COPY manage.py ./
COPY fixtures fixtures
COPY hiringkit hiringkit
COPY roles roles
COPY interviews interviews
# Needs no secret: these two exist only while the static files are collected.
RUN HIRINGKIT_SECRET_KEY=build HIRINGKIT_KEY_PEPPERS=1:only-while-static-files-are-collected \
    DATABASE_URL=postgres://build@build/build python manage.py collectstatic --no-input
USER hiringkit
EXPOSE 8000
CMD ["granian", "--interface", "asginl", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", \
     "--http1-header-read-timeout", "10000", "hiringkit.asgi:application"]
