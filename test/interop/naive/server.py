"""A FastAPI server of the seed's sort: a dict of sockets, and background tasks that push their results to whatever socket the dict holds.

It remembers results (in the file TASKS_DB, else in memory) and answers GET /tasks/{id}. What else servers of this sort get wrong is asked for by the
socket's URL, /ws/ada?bug=stuck&after=2, and strikes at its second message:

  pop     when a socket ends, the user's entry is removed, whichever socket is in it
  return  the endpoint returns without closing the socket
  stuck   the endpoint waits for something that never comes
  crash   the endpoint raises
  polite  the endpoint raises, and closes the socket with 1000 on its way out
  inline  a task that came over the socket runs inside the endpoint, which reads nothing meanwhile
"""

import asyncio
import logging
import os
import sqlite3
import uuid

from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from pydantic import BaseModel

log = logging.getLogger("naive")
log.setLevel(logging.INFO)
log.addHandler(logging.StreamHandler())
log.handlers[0].setFormatter(logging.Formatter("%(levelname)s: %(message)s"))

CLEANUP_SECONDS = 0.7  # What a server does when a user leaves: saves things, tells others.

app = FastAPI()
sockets: dict[str, WebSocket] = {}
running: set[asyncio.Task] = set()
db = sqlite3.connect(os.environ.get("TASKS_DB", ":memory:"), isolation_level=None)
db.execute("CREATE TABLE IF NOT EXISTS tasks (task_id TEXT PRIMARY KEY, user TEXT, text TEXT, ms INTEGER, result TEXT)")


class NewTask(BaseModel):
    user: str
    text: str
    ms: int = 0
    task_id: str | None = None


@app.on_event("startup")
async def resume_tasks() -> None:
    for task_id, in db.execute("SELECT task_id FROM tasks WHERE result IS NULL").fetchall():
        in_background(work(task_id))


@app.post("/tasks", status_code=202)
async def create_task(new: NewTask) -> dict:
    task_id = record(new)
    in_background(work(task_id))
    return {"task_id": task_id, "status": "processing"}


@app.get("/tasks/{task_id}")
async def read_task(task_id: str) -> dict:
    found = read([task_id])
    if not found:
        raise HTTPException(404)
    return found[0]


@app.get("/tasks")
async def read_tasks(ids: str) -> list[dict]:
    return read(ids.split(","))


@app.websocket("/ws/{user}")
async def endpoint(ws: WebSocket, user: str, bug: str = "none", after: int = 1) -> None:
    await ws.accept()
    sockets[user] = ws
    try:
        await serve(ws, user, bug, after)
    except WebSocketDisconnect:
        pass
    except ZeroDivisionError:
        if bug != "polite":
            raise
        await ws.close()
    finally:
        if bug == "pop":
            await asyncio.sleep(CLEANUP_SECONDS)
            sockets.pop(user, None)
            log.info("Forgot %s", user)


async def serve(ws: WebSocket, user: str, bug: str, after: int) -> None:
    count = 0
    while True:
        message = await ws.receive_json()
        count += 1
        if count >= after:
            if bug == "return":
                return
            if bug == "stuck":
                await asyncio.Event().wait()
            if bug in ("crash", "polite"):
                1 / 0
        if message["type"] == "ping":
            await ws.send_json({"type": "pong", "timestamp": message.get("timestamp")})
        elif message["type"] == "task":
            task_id = record(NewTask(**{**message, "user": user}))
            if bug == "inline":
                await work(task_id)
            else:
                in_background(work(task_id))


async def work(task_id: str) -> None:
    user, text, ms = db.execute("SELECT user, text, ms FROM tasks WHERE task_id = ?", (task_id,)).fetchone()
    await asyncio.sleep(ms / 1000)
    db.execute("UPDATE tasks SET result = ? WHERE task_id = ?", (text.upper(), task_id))
    await notify(user, {"type": "task_notification", **read([task_id])[0]})


async def notify(user: str, message: dict) -> None:
    if user not in sockets:
        log.warning("Клиент %s не подключен", user)
        return
    try:
        await sockets[user].send_json(message)
        log.info("Sent %s to %s", message["task_id"], user)
    except Exception as error:
        log.error("Ошибка отправки уведомления клиенту %s: %s: %s", user, type(error).__name__, error)


def record(new: NewTask) -> str:
    task_id = new.task_id or uuid.uuid4().hex
    db.execute("INSERT OR IGNORE INTO tasks VALUES (?, ?, ?, ?, NULL)", (task_id, new.user, new.text, new.ms))
    return task_id


def read(ids: list[str]) -> list[dict]:
    rows = db.execute(f"SELECT task_id, result FROM tasks WHERE task_id IN ({','.join('?' * len(ids))})", ids)
    return [{"task_id": i, "status": "processing" if r is None else "completed", "result": r} for i, r in rows.fetchall()]


def in_background(coroutine) -> None:
    task = asyncio.create_task(coroutine)
    running.add(task)
    task.add_done_callback(running.discard)
