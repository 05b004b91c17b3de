"""examples/fastapi/server.py with handlers whose output a test knows beforehand. Start it with the example's folder on PYTHONPATH."""

import asyncio

from server import HANDLERS, Refused, app  # noqa: F401


async def echo(input, task):
    """What the conformance kit submits; with `to` it runs until it is cancelled."""
    if "to" in input:
        return await count(input, task)
    task.append(input["text"])
    return len(input["text"])


async def count(input, task):
    for number in range(1, input["to"] + 1):
        task.append(f"{number} ")
        task.progress(number, input["to"])
        await asyncio.sleep(input["ms"] / 1000)
    return input["to"]


async def rows(input, task):
    for number in range(input["to"]):
        task.append([{"row": number}], stream="rows")
    task.append("😀" * input["to"])


async def ask(input, task):
    task.append("Let me see. ")
    return {"answered": await task.ask({"question": "Which colour?"})}


async def fail(input, task):
    task.append("So far so good. ")
    if input == "politely":
        raise Refused("too-hard", "This is too hard for me.")
    raise RuntimeError("the secret name of a database")


async def flood(input, task):
    for _ in range(input["times"]):
        task.append("word " * 20_000)
        await asyncio.sleep(0.06)


HANDLERS.update(echo=echo, count=count, rows=rows, ask=ask, fail=fail, flood=flood)
