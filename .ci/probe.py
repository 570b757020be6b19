"""Exit 0 if the server of a database URL answers, with its database made if it was missing; else say why and exit 1."""

import sys

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

url = sys.argv[1]
database = str(conninfo_to_dict(url)["dbname"])
try:
    with psycopg.connect(url, dbname="postgres", autocommit=True, connect_timeout=3) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
except psycopg.Error as error:
    print(f"{url}: {str(error).splitlines()[0]}")
    sys.exit(1)
