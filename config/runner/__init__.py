"""The start command: embedded servers, migrations, web, worker and beat under one roof. See docs/ontwikkelen.md."""
