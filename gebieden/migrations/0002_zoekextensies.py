"""The extensions that let people search without accents and with typing errors. Both are trusted: no superuser needed."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gebieden", "0001_eerste")]

    operations = [UnaccentExtension(), TrigramExtension()]
