"""The same server after the smallest change: it answers pings, forgets its own socket only, keeps results, and tells them over HTTP."""
import asyncio

from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect

app = FastAPI()
sockets = {}
tasks = {}  # By id: a table in your database, so that a restart keeps them.
running = set()  # asyncio itself holds on to no task.


@app.websocket("/ws/{user}")
async def serve(socket: WebSocket, user: str):
    await socket.accept()
    sockets[user] = socket
    try:
        while True:
            message = await socket.receive_json()
            if message["type"] == "ping":
                await socket.send_json({"type": "pong", "timestamp": message.get("timestamp")})
            if message["type"] == "task" and message["id"] not in tasks:
                tasks[message["id"]] = {"task_id": message["id"], "status": "processing", "user": user}
                running.add(asyncio.create_task(work(user, message)))
    except WebSocketDisconnect:
        pass
    finally:
        if sockets.get(user) is socket:
            del sockets[user]


async def work(user, message):
    await asyncio.sleep(message.get("seconds", 3))  # your long work
    result = message["text"].upper()
    tasks[message["id"]] |= {"status": "completed", "result": result}
    try:
        await sockets[user].send_json({"type": "task_notification", **tasks[message["id"]]})
    except Exception:
        pass  # Nobody is there, and no send says so reliably: the page asks once it is back.
    running.discard(asyncio.current_task())


@app.get("/tasks")
async def read_tasks(ids: str, user: str):  # your own check of who asks instead of `user`
    return [tasks[id] for id in ids.split(",") if id in tasks and tasks[id]["user"] == user]


@app.get("/tasks/{id}")
async def read_task(id: str, user: str):
    if id not in tasks or tasks[id]["user"] != user:
        raise HTTPException(404)
    return tasks[id]
