"""Superset for the bundle: Chinese first, no calls abroad, metadata in one SQLite file. For one machine, not for the open web."""

import copy
import os

from superset import config as default

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db?check_same_thread=false"
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}
# DuckDB is a file of this machine, which Superset would otherwise refuse.
PREVENT_UNSAFE_DB_CONNECTIONS = False
# Its pages hold a picture of an address elsewhere that counts them; the browser is told to load none from there.
TALISMAN_CONFIG = copy.deepcopy(default.TALISMAN_CONFIG)
TALISMAN_CONFIG["content_security_policy"]["img-src"] = ["'self'", "blob:", "data:"]
if os.environ.get("SUPERSET_HTTPS") != "1":  # without it the browser would not keep the login
    TALISMAN_CONFIG |= {"force_https": False, "session_cookie_secure": False}
