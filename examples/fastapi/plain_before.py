"""A plain JSON server as many are: a dict of sockets, and tasks that push their result to whatever socket the dict holds."""
import asyncio

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
sockets = {}


@app.websocket("/ws/{user}")
async def serve(socket: WebSocket, user: str):
    await socket.accept()
    sockets[user] = socket
    try:
        while True:
            message = await socket.receive_json()
            if message["type"] == "task":
                asyncio.create_task(work(user, message))
    except WebSocketDisconnect:
        pass
    finally:
        sockets.pop(user, None)


async def work(user, message):
    await asyncio.sleep(message.get("seconds", 3))  # your long work
    result = message["text"].upper()
    await sockets[user].send_json({"type": "task_notification", "task_id": message["id"], "status": "completed", "result": result})
