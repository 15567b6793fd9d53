# The production image: one image for web, worker, beat and the migrations. docs/productie.md says how to use it.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY scripts/vendor.mjs scripts/
RUN node scripts/vendor.mjs

FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.13-slim
RUN groupadd --system --gid 10001 app \
 && useradd --system --uid 10001 --gid app --home-dir /app --shell /usr/sbin/nologin app \
 && install -d -o app -g app /data
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/static/vendor static/vendor
# Collecting static files reads the settings, which refuse to load without these; none of them is kept.
RUN python -m config.runner.translations \
 && SECRET_KEY=only-for-building-the-image-only-for-building-the-image ALLOWED_HOSTS=localhost SITE_URL=http://localhost \
    DATABASE_URL=postgres:///none REDIS_URL=redis://none EMAIL_URL=console:// FROM_EMAIL=none@localhost VELDSLEUTELS=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= \
    python manage.py collectstatic --noinput --verbosity 0
USER app
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/healthcheck.py", "web"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi:application"]
