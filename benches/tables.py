"""Asks the questions of `questions.sql` about tables that `flowmap export --tables` wrote, and prints the time, the number of rows and a digest of
the rows of each view: the digests of two engines can be compared.

Usage: tables.py duckdb|spark FOLDER START..., where each START is a field whose lineage is wanted. `MEMORY` limits the memory (6g).
"""

import hashlib
import os
import pathlib
import sys
import time

VIEWS = [
    "wholes",
    "requests",
    "asked_twice",
    "usable",
    "needs_without_source",
    "links",
    "lineage_up",
    "lineage_down",
]


def statements(text):
    """The statements of a file. No text of ours holds a semicolon inside a statement."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return [one.strip() for one in "\n".join(lines).split(";") if one.strip()]


def duckdb(memory):
    import duckdb

    engine = duckdb.connect()
    engine.execute(f"SET memory_limit = '{memory}b'")
    engine.execute("SET threads = 2")

    def ask(statement):
        answer = engine.execute(statement)
        while rows := answer.fetchmany(10_000):
            yield from rows

    return lambda statement: engine.execute(statement), ask


def spark(memory):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    builder = builder.config("spark.driver.memory", memory)
    builder = builder.config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "16")
    engine = builder.getOrCreate()
    engine.sparkContext.setLogLevel("ERROR")

    def ask(statement):
        for row in engine.sql(statement).toLocalIterator():
            yield tuple(row)

    return lambda statement: engine.sql(statement), ask


def cell(value):
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def main(name, folder, starts):
    os.chdir(folder)
    memory = os.environ.get("MEMORY", "6g")
    begin = time.time()
    run, ask = {"duckdb": duckdb, "spark": spark}[name](memory)
    for statement in statements(pathlib.Path(f"load-{name}.sql").read_text()):
        run(statement)
    fields = " UNION ALL ".join(f"SELECT '{start}' AS field" for start in starts)
    run(f"CREATE OR REPLACE TEMPORARY VIEW start AS {fields}")
    for statement in statements(pathlib.Path("questions.sql").read_text()):
        run(statement)
    print(f"tables and views: {time.time() - begin:.1f} s", flush=True)
    for view in VIEWS:
        begin, count, digest = time.time(), 0, 0
        for row in ask(f"SELECT * FROM {view}"):
            text = "\x1f".join(cell(value) for value in row)
            # A sum, for the engines give the rows in different orders.
            digest += int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
            count += 1
        print(f"{view}: {count} rows, digest {digest % 2**64:016x}, {time.time() - begin:.1f} s", flush=True)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
