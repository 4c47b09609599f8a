"""Promises about the whole house. Who gets what from which address is told by ``tests.matrix``."""

import subprocess
import sys

import pytest
from django.core.management import call_command


def test_migrations_match_the_models(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("package", ["matching.core", "reading", "reading.posting", "reading.resumes"])
def test_a_pure_package_imports_without_django(package: str) -> None:
    code = f"import sys, {package}; assert 'django' not in sys.modules, 'django was imported'"
    subprocess.run([sys.executable, "-c", code], check=True)
