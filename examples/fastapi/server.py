"""A server of `resilient-socket.v1` (docs/PROTOCOL.md) in one file: FastAPI, SQLite and the standard library (Python 3.11 or newer).
Writers address a user, never a socket: what a task says is appended to its user's log, and each connection sends from that log at its
own pace. A socket that is gone loses nothing, and no send can fail a task. The log is all that is kept; tasks and notices are what it
adds up to. In this order: what is yours, frames, what a user has, a task, a connection, the app. What it leaves out: README.md."""
import asyncio, json, logging, math, os, re, secrets, sqlite3, time
from contextlib import asynccontextmanager, suppress
from weakref import WeakValueDictionary
from fastapi import FastAPI, Response, WebSocket

async def authenticate(token):  # the user's stable id, or None; a raise: nobody can tell now. This believes anyone: yours checks tokens
    return token

async def chat(input, task):  # it may take hours; it returns the result, or raises `Refused(code, message)` with words for its user
    for word in f"You said: {input['text']}".split(" "):
        task.append(word + " ")
        await asyncio.sleep(0.05)

HANDLERS = {"chat": chat}
ORIGINS = os.environ.get("ORIGINS", "").split()  # pages of other hosts, as https://app.example.com
DATABASE = os.environ.get("TASKS_DB", "tasks.db")

HELLO_BYTES, UP_BYTES, FRAME_BYTES, EVENT_BYTES, TASK_BYTES, SPARE_BYTES = 16 << 10, 64 << 10, 60 << 10, 256 << 10, 1 << 20, 16 << 10
WINDOW_BYTES, REOPEN_BYTES, PIECE_LENGTH, DEPTH, OVERFLOW, DAY_MS = 256 << 10, 64 << 10, 8_192, 32, 1000, 86_400_000
ACTIVE_TASKS, SETTLED_SHOWN, NOTICES, WORKERS, PAGES, IN_FLIGHT, CHATTER_PER_MINUTE = 1000, 100, 200, 16, 100, 32, 600
HELLO, AUTHENTICATE, PING, REAP, CHECK, STALL, CLOSE, COALESCE = 5, 10, 25, 45, 15, 30, 2, 0.05  # seconds
HEARTBEAT = {"intervalMs": 15_000, "activeIntervalMs": 4_000, "timeoutMs": 5_000}
LIMITS = {"upBytes": UP_BYTES, "inFlight": IN_FLIGHT, "ackBytes": 64 << 10, "hedge": True}
PROTOCOL, SETTLED, log = "resilient-socket.v1", ("succeeded", "failed", "cancelled"), logging.getLogger("uvicorn.error")
class Refused(Exception): """A command or a write that cannot be, and nothing was written: code, message."""
class Leave(Exception): """Ends a connection: close code, reason. Without a code the peer is gone already."""

# ── Frames: what a client may say, field by field. A question mark: may be absent. Other fields and types are ignored. ──
INHERITED = "constructor|to(Locale)?String|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|__(proto|(define|lookup)[GS]etter)__"
is_json = lambda value: True
is_int = lambda value: type(value) is int and 0 <= value < 2**53
is_positive = lambda value: is_int(value) and value > 0
is_text = lambda least, most: lambda value: isinstance(value, str) and least <= length(value) <= most
is_name = lambda value: is_text(1, 128)(value) and not re.fullmatch(INHERITED, value)
is_id = lambda value: is_name(value) and re.fullmatch("[A-Za-z0-9_-]{1,64}", value) is not None
is_cursor = lambda value: fits(value, {"epoch": is_id, "offset": is_int, "mark": is_id})
FRAMES = {
    "hello": {"v": is_int, "client": is_id, "user?": is_text(1, 256), "token?": is_text(0, 8192), "cursor?": is_cursor},
    "command": {"id": is_id, "op": is_name, "data": is_json, "ttlMs": is_int, "epoch?": is_id},
    "ack": {"offset": is_int, "part?": is_positive}, "auth": {"token": is_text(0, 8192)}, "ping": {"id": is_int}, "pong": {"id": is_int},
}

def fits(value, fields):
    named = [(field.rstrip("?"), field.endswith("?"), check) for field, check in fields.items()]
    return isinstance(value, dict) and all(check(value[name]) if name in value else may for name, may, check in named)
def is_harmless(value, depth):  # no bottomless nesting, no key that reaches for prototypes, no number that JSON cannot say
    if isinstance(value, dict):
        return value.keys().isdisjoint(("__proto__", "constructor", "prototype")) and is_harmless([*value.values()], depth)
    if isinstance(value, list): return depth > 0 and all(is_harmless(each, depth - 1) for each in value)
    return not isinstance(value, float) or math.isfinite(value)
def parsed(text, most):  # a frame that was checked, or the close it deserves; it is not quoted, for it may be a secret
    if size(text) > most: raise Leave(1009, "too-large")
    try: frame = json.loads(text)
    except (ValueError, RecursionError): raise Leave(4503, "not-json") from None
    version = frame.get("v") if isinstance(frame, dict) and frame.get("type") == "hello" else 1
    if is_int(version) and version != 1: raise Leave(4502, "unsupported-version")
    is_known = is_harmless(frame, DEPTH + 1) and fits(frame, {"type": is_name}) and fits(frame, FRAMES.get(frame["type"], {}))
    if not is_known: raise Leave(4503, "bad-shape")
    return frame
def dumps(value, **options):  # as short as can be; half of a surrogate pair has no UTF-8, so it alone travels as an escape
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, **options)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)
def length(chunk):  # as JavaScript counts: UTF-16 units of a text, items of a list
    return len(chunk.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(chunk, str) else len(chunk)
async def within(seconds, work):  # `asyncio.wait_for` may swallow a cancel (Python 3.11), and then a server that ends waits on
    async with asyncio.timeout(seconds): return await work

canonical = lambda value: dumps(value, sort_keys=True)
error_of = lambda code, message, retryable=False: {"code": code, "message": message, "retryable": retryable}
head_of = lambda task: {name: value for name, value in task.items() if name not in ("input", "answer", "result", "error")}
size = lambda text: len(text.encode())
weight = lambda value: size(dumps(value))
new_id = lambda: secrets.token_urlsafe(12)
now_ms = lambda: time.time_ns() // 1_000_000

# ── What a user has: a log, and what it adds up to. Nothing here awaits, so each method is atomic. One process per file. ──
database = sqlite3.connect(DATABASE, isolation_level=None, timeout=10)
database.executescript("""PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS epochs (user PRIMARY KEY, epoch);
CREATE TABLE IF NOT EXISTS entries (user, offset INT, mark, time INT, task, type, event, PRIMARY KEY (user, offset));
CREATE INDEX IF NOT EXISTS entries_by_task ON entries (task, type, time);""")
sql = lambda statement, *values: database.execute(statement, values)
ENDED = "SELECT task FROM entries WHERE type = 'task.settled'"
FORGET = f"DELETE FROM entries WHERE task IN ({ENDED} AND time < ?1) OR type IN ('notification', 'task.buried') AND time < ?1"
LOST = error_of("worker-lost", "The server stopped while it worked on this.", retryable=True)
BROKEN = error_of("handler-failed", "Something went wrong on the server.")
inboxes = WeakValueDictionary()
slots = asyncio.Semaphore(WORKERS)
inbox_of = lambda user: inboxes.get(user) or inboxes.setdefault(user, Inbox(user))

class Inbox:  # of one user: its readers are the connections that send from it; whoever runs a task keeps its inbox in memory
    def __init__(self, user):
        self.user, self.readers, self.offset, self.seen = user, set(), 0, 0
        self.tasks, self.pieces, self.running, self.notices, self.buried = {}, {}, {}, {}, set()
        sql("INSERT OR IGNORE INTO epochs VALUES (?, ?)", user, new_id())
        self.epoch = self.mark = sql("SELECT epoch FROM epochs WHERE user = ?", user).fetchone()[0]
        for row in sql("SELECT offset, mark, time, event FROM entries WHERE user = ? ORDER BY offset", user): self.fold(*row)
        for id, task in [*self.tasks.items()]:
            if task["cancelRequested"] or task["key"] in self.buried: self.revise(id, status="cancelled", cancelRequested=True)
            elif task["status"] == "queued" and task["kind"] in HANDLERS: Task(self, id)
            else: self.revise(id, status="failed", error=LOST)  # by a process that is gone: in this one it was not in memory (TASK3)

    def fold(self, offset, mark, moment, text):  # what an entry adds; a notice has the same id live and in a snapshot (TASK4)
        self.offset, self.mark, event, notice = offset, mark, json.loads(text), None
        match event:
            case {"type": "task.created" | "task.updated" | "task.settled", "task": {"id": id, "status": status} as task}:
                self.tasks[id] = {name: value for name, value in self.tasks.get(id, {}).items() if name in ("input", "answer")} | task
                self.pieces.setdefault(id, [])
                named = f"asks-{task['rev']}" if status == "input-required" else status
                if status in (*SETTLED, "input-required"): notice = {"id": f"{id}-{named}", "kind": f"task.{status}", "task": id}
            case {"type": "task.stream", "id": id, "name": name, "at": at, "chunk": chunk}:
                self.tasks[id]["lengths"][name] = at + length(chunk)
                last = self.last_piece(id, name)
                if last and length(last["chunk"]) < PIECE_LENGTH: last["chunk"] += chunk
                else: self.pieces[id].append({field: value for field, value in event.items() if field != "type"})
            case {"type": "task.buried", "key": key}: self.buried.add(key)
            case {"type": "notifications.seen", "offset": seen}: self.seen = seen
            case {"type": "notification", **notice}: pass
        if notice: self.notices.setdefault(notice["id"], {"offset": offset, "time": moment, **notice})

    def append(self, event, task=None):  # one durable write: offset + 1, and a random mark that proves cursors (LOG1, LOG2)
        place, text = (self.offset + 1, new_id(), now_ms()), dumps(event)
        if size(text) > EVENT_BYTES: raise Refused("too-large", f"An event has up to {EVENT_BYTES} bytes. Send a reference to the data.")
        if not is_harmless(json.loads(text), DEPTH + 3): raise Refused("unreadable", "No client could read this: it nests too deep.")
        sql("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", self.user, *place, task, event["type"], text)
        self.fold(*place, text)
        for reader in self.readers: reader.woken.set()

    def doubt(self, after):  # why the log cannot be replayed from this cursor, or None; one beside the log begins a new epoch (LOG2, LOG3)
        if after is None or after["epoch"] != self.epoch: return "epoch" if after else "new"
        missed, kept = self.offset - after["offset"], "SELECT offset, mark FROM entries WHERE user = ? AND offset >= ? LIMIT ?"
        marks = ({} if after["offset"] else {0: self.epoch}) | dict(sql(kept, self.user, after["offset"], OVERFLOW + 2).fetchall())
        if missed < 0 or marks.get(after["offset"], after["mark"]) != after["mark"]:
            self.epoch = new_id()
            self.mark = self.mark if self.offset else self.epoch
            sql("UPDATE epochs SET epoch = ? WHERE user = ?", self.epoch, self.user)
            return "diverged"
        return "overflow" if missed > OVERFLOW else "trimmed" if len(marks) <= missed else None

    def read(self, after):  # one frame of what follows this offset, empty where nothing does
        frame, taken = {"type": "events", "prev": after, "offset": self.offset, "mark": self.mark, "list": []}, 0
        following = "SELECT offset, mark, time, event FROM entries WHERE user = ? AND offset > ? ORDER BY offset"
        for offset, mark, moment, text in sql(following, self.user, after):
            taken += size(text) + 64
            if frame["list"] and taken > FRAME_BYTES: break
            frame["list"].append({"offset": offset, "time": moment, "event": json.loads(text)})
            frame |= {"offset": offset, "mark": mark}
        return frame if frame["offset"] < self.offset else frame | {"live": True}

    def snapshot(self):  # in parts: active tasks, the newest that ended, each with its streams; then the notices (SNAP1, SNAP3)
        shown = sorted(self.tasks.values(), key=lambda task: -task.get("finishedAt", math.inf))[:self.active() + SETTLED_SHOWN]
        units = [unit for task in shown for unit in (("tasks", task), *(("pieces", piece) for piece in self.pieces[task["id"]]))]
        parts, taken, whole = [], FRAME_BYTES, {"type": "snapshot", "cursor": self.place(), "seen": self.seen}
        for kind, unit in units + [("notifications", notice) for notice in [*self.notices.values()][-NOTICES:]] or [("tasks", None)]:
            if taken + weight(unit) > FRAME_BYTES: parts, taken = [*parts, whole | {"tasks": [], "pieces": [], "notifications": []}], 0
            if unit: parts[-1][kind].append(unit)
            taken += weight(unit) + 1
        return [part | {"part": number, "parts": len(parts)} for number, part in enumerate(parts, 1)]

    def place(self): return {"epoch": self.epoch, "offset": self.offset, "mark": self.mark}
    def active(self): return sum(task["status"] not in SETTLED for task in self.tasks.values())
    def last_piece(self, id, name): return next((piece for piece in reversed(self.pieces[id]) if piece["name"] == name), None)
    def get(self, _, **ref): return (task := self.find(**ref)) and {"task": task, "pieces": self.pieces[task["id"]]}
    def find(self, id=None, key=None):
        return self.tasks.get(id) if id else next((task for task in self.tasks.values() if task["key"] == key), None)

    def submit(self, key, kind, input, **named):  # the command's id is the task's key: sent again, it is the same task (TASK5)
        if known := self.find(key=key):
            if canonical([known["kind"], known["input"]]) == canonical([kind, input]): return known
            raise Refused("key-conflict", "This key stands for a task of another kind or input.")
        if kind not in HANDLERS: raise Refused("unknown-kind", "This server has no handler for this kind of task.")
        if self.active() >= ACTIVE_TASKS: raise Refused("too-many", f"{ACTIVE_TASKS} tasks are unfinished. Wait for some, or cancel them.")
        task = {"id": new_id(), "key": key, "kind": kind, "input": input, **named, "rev": 1, "attempt": 1, "status": "queued"}
        task |= {"cancelRequested": False, "lengths": {}, "createdAt": now_ms(), "updatedAt": now_ms()}
        self.append({"type": "task.created", "task": task}, task["id"])
        if key in self.buried: return self.cancel(key, id=task["id"])
        Task(self, task["id"])
        return self.tasks[task["id"]]

    def cancel(self, _, **ref):  # of an unknown key it leaves a tombstone in the log, and the submit is born cancelled (TASK5)
        task = self.find(**ref)
        if task is None and "id" not in ref and ref["key"] not in self.buried: self.append({"type": "task.buried", "key": ref["key"]})
        if task is None or task["cancelRequested"]: return task
        if task["status"] == "queued": return self.revise(task["id"], cancelRequested=True, status="cancelled")
        if task["id"] in self.running: self.running[task["id"]].work.cancel()
        return self.revise(task["id"], cancelRequested=True)

    def answer(self, _, id, rev, data):  # `rev` names the question; the answer that stands is no conflict, so a resend is harmless
        task, answer = self.tasks.get(id), canonical([rev, data])
        if task is None or task.get("answer") == answer: return task
        is_asked = (task["status"], task["rev"], task["cancelRequested"]) == ("input-required", rev, False)
        if not is_asked: raise Refused("conflict", "The task moved on since this rev. Answer what it asks now.")
        self.running[id].reply.set_result(data)
        return self.revise(id, status="running", answer=answer)

    def see(self, _, offset):  # the largest wins, and nobody has seen what is not there yet
        if min(offset, self.offset) > self.seen: self.append({"type": "notifications.seen", "offset": min(offset, self.offset)})
        return {"offset": self.seen}

    def command(self, id, op, data, **_):  # the receipt stands with its effect; repeated, it is answered with what stands now (SEND5)
        step, fields = OPS.get(op, (None, {}))
        known = {name: value for name, value in data.items() if name in fields or f"{name}?" in fields} if fits(data, fields) else {}
        try:
            if step is None: raise Refused("unknown-op", "This server has no such op.")
            if not known: raise Refused("invalid-data", f"This is not what {op} takes. docs/PROTOCOL.md lists what each op takes.")
            answer = step(self, id, **known)
            if answer is None: raise Refused("not-found", "There is no such task.")
        except Refused as refused: return {"type": "receipt", "id": id, "ok": False, "error": error_of(*refused.args)}
        told = {"task": head_of(answer)} if "status" in answer else answer
        return {"type": "receipt", "id": id, "ok": True, "data": told, "cursor": self.place()}

    def revise(self, id, **fields):  # every change of a head takes the next rev and tells all of it; terminal is final (TASK1, TASK2)
        task = self.tasks[id]
        if task["status"] in SETTLED: return task
        if weight([task["input"], self.pieces[id], fields]) > TASK_BYTES: raise Refused("too-large", "A task has 1 MB at most.")
        head = head_of(task) | {"rev": task["rev"] + 1, "updatedAt": now_ms()} | fields
        if head["status"] != "input-required": head.pop("prompt", None)
        settled = {"type": "task.settled", "task": head | {"finishedAt": now_ms()}}
        self.append(settled if head["status"] in SETTLED else {"type": "task.updated", "task": head}, id)
        return self.tasks[id]

    def stream(self, id, name, chunk):
        kind, last, most = "text" if isinstance(chunk, str) else "list", self.last_piece(id, name), TASK_BYTES - SPARE_BYTES
        if last and last["kind"] != kind: raise Refused("stream-mismatch", f"This stream takes no {kind}. Append to one of another name.")
        if weight([self.tasks[id]["input"], self.pieces[id], chunk]) > most: raise Refused("too-large", "Streams have 1 MB at most.")
        place = {"id": id, "attempt": 1, "name": name, "kind": kind, "at": self.tasks[id]["lengths"].get(name, 0)}
        self.append({"type": "task.stream", **place, "chunk": chunk}, id)

OPS = {
    "task.submit": (Inbox.submit, {"kind": is_name, "input": is_json, "conversation?": is_name, "retryOf?": is_id}),
    "task.cancel": (Inbox.cancel, {"id?": is_id, "key?": is_id}),
    "task.get": (Inbox.get, {"id?": is_id, "key?": is_id}),
    "task.input": (Inbox.answer, {"id": is_id, "rev": is_positive, "data": is_json}),
    "notifications.seen": (Inbox.see, {"offset": is_int}),
}

# ── A task: its handler runs in asyncio, whether its user is there or not, and all it says is written to its user's log ──
class Task:
    def __init__(self, inbox, id):
        self.inbox, self.id, self.user, self.said, self.job = inbox, id, inbox.user, {}, asyncio.create_task(self.run())

    def append(self, chunk, stream="text"):  # a text, or a list of items
        self.said[stream] = self.said.get(stream, chunk[:0]) + chunk
    def progress(self, value, total=None, message=None):
        self.inbox.revise(self.id, progress={"value": value, "total": total, "message": message})

    async def ask(self, prompt):  # waits for its user's answer, from whatever page
        self.reply = asyncio.get_running_loop().create_future()
        self.inbox.revise(self.id, status="input-required", prompt=prompt)
        return await self.reply

    async def run(self):
        async with slots:
            task = self.inbox.revise(self.id, status="running", startedAt=now_ms())
            if task["status"] in SETTLED: return
            self.work, self.inbox.running[self.id] = asyncio.create_task(HANDLERS[task["kind"]](task["input"], self)), self
            try:
                while not self.work.done():  # what is said within 50 ms is one chunk (LOG4)
                    await asyncio.wait([self.work], timeout=COALESCE)
                    said, self.said = self.said, {}
                    for name, chunk in said.items():
                        for at in range(0, len(chunk), PIECE_LENGTH): self.inbox.stream(self.id, name, chunk[at:at + PIECE_LENGTH])
                self.inbox.revise(self.id, status="succeeded", **({} if self.work.result() is None else {"result": self.work.result()}))
            except asyncio.CancelledError:
                if asyncio.current_task().cancelling(): raise  # this process ends, and the next one tells so
                self.inbox.revise(self.id, status="cancelled", cancelRequested=True)
            except Exception as error:
                if not isinstance(error, Refused): log.exception("task %s failed", self.id)
                self.inbox.revise(self.id, status="failed", error=error_of(*error.args) if isinstance(error, Refused) else BROKEN)
            finally: self.inbox.running.pop(self.id).work.cancel()

# ── A connection: it ends with the first of its loops that ends, and a loop ends only by raising ──
class Connection:
    def __init__(self, socket):
        self.socket, self.inbox, self.client, self.position, self.heard, self.told_live = socket, None, None, None, 0, False
        self.woken, self.freed, self.unacked, self.is_shut, self.waiting, self.chatter = asyncio.Event(), asyncio.Event(), [], False, [], []

    async def run(self):
        await self.socket.accept(PROTOCOL if PROTOCOL in self.socket.scope["subprotocols"] else None)
        try:
            await self.greet()
            async with asyncio.TaskGroup() as loops:
                for loop in (self.read, self.write, self.beat): loops.create_task(loop())
        except* Leave as leaving: await self.leave(*leaving.exceptions[0].args)
        finally: self.inbox and self.inbox.readers.discard(self)  # itself and nothing else: the page's newer socket stays

    async def leave(self, code, reason):
        with suppress(Exception): await within(CLOSE, self.socket.close(code, reason))

    async def greet(self):  # who is it, and can the log be replayed? Nothing is read between hello and welcome (AUTH1, AUTH2)
        origin, host = self.socket.headers.get("origin"), self.socket.headers.get("host")
        if origin and origin.split("//")[-1] != host and origin not in ORIGINS: raise Leave(4504, "pages of this origin may not connect")
        try: hello = await within(HELLO, self.receive(HELLO_BYTES))
        except TimeoutError: raise Leave(4006, "no hello in time") from None
        if hello["type"] != "hello": raise Leave(4503, "the first frame must be hello")
        user = await self.identify(hello.get("token"), hello.get("user"))
        self.client, self.position, self.inbox = hello["client"], hello.get("cursor"), inbox_of(user)
        older = [reader for reader in self.inbox.readers if reader.client == self.client]
        if len(self.inbox.readers) - len(older) >= PAGES: raise Leave(4506, "too many pages of this user")
        self.inbox.readers.add(self)
        doubt, spread_ms = self.inbox.doubt(self.position), max(50, sum(len(inbox.readers) for inbox in inboxes.values()) // 2)
        outcome = {"outcome": "snapshot", "reason": doubt} if doubt else {"outcome": "replayed"}
        welcome = {"type": "welcome", "connection": new_id(), "user": user, "epoch": self.inbox.epoch, "head": self.inbox.offset, **outcome}
        await self.send(welcome | {"heartbeat": HEARTBEAT, "limits": LIMITS, "reconnectSpreadMs": spread_ms})
        for reader in older: await reader.leave(4007, "superseded by a newer socket of this page")

    async def identify(self, token, expected):
        try: user = await within(AUTHENTICATE, authenticate(token))
        except Exception:
            log.exception("authenticate failed")
            raise Leave(1013, "authentication is unavailable") from None
        if user is None: raise Leave(4500, "unauthenticated")
        if expected not in (None, user): raise Leave(4508, "another user is signed in")
        return user

    async def receive(self, most):
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect": raise Leave(None, "gone")
        if message.get("text") is None: raise Leave(1003, "frames are text")
        self.heard = time.monotonic()
        return parsed(message["text"], most)
    async def send(self, frame):  # to a socket that is gone this raises one of six errors, by server and version, or none
        try: await within(STALL, self.socket.send_text(dumps(frame)))
        except Exception: raise Leave(4002, "slow consumer") from None

    async def read(self):  # any frame is life, a ping is answered at once (LIFE1), and no command runs while the window is shut
        while True:
            frame = await self.receive(UP_BYTES)
            match frame["type"]:
                case "hello": raise Leave(4503, "a second hello")
                case "ping": await self.send({"type": "pong", "id": frame["id"]})
                case "command": self.waiting.append(frame)
                case "auth":
                    await self.identify(frame["token"], self.inbox.user)
                    await self.send({"type": "authenticated"})
            is_due = frame["type"] == "command" or frame["type"] == "ack" and self.acked(frame["offset"], frame.get("part"))
            self.chatter = [moment for moment in self.chatter if moment > self.heard - 60] + [self.heard] * (not is_due)
            if len(self.chatter) > CHATTER_PER_MINUTE or len(self.waiting) > 2 * IN_FLIGHT: raise Leave(4005, "too many frames")
            while self.waiting and not self.is_shut: await self.send(self.inbox.command(**self.waiting.pop(0)))

    def acked(self, offset, part):  # an ack frees its frame and those before it; the window opens again well below its bound (SLOW1)
        freed = [place for place, (o, p, _) in enumerate(self.unacked, 1) if p == part and (o == offset if part else o <= offset)]
        del self.unacked[:max(freed, default=0)]
        self.is_shut = self.is_shut and sum(size for *_, size in self.unacked) >= REOPEN_BYTES
        if freed: self.freed.set()
        return freed

    async def push(self, frame, offset, part=None):  # False: there was no room; now there is, and the log is read again (SLOW1)
        if self.unacked and sum(size for *_, size in self.unacked) + weight(frame) > WINDOW_BYTES:
            self.is_shut = True
            while self.is_shut:
                self.freed.clear()
                try: await within(STALL, self.freed.wait())
                except TimeoutError: raise Leave(4002, "slow consumer") from None
            return False
        self.unacked.append((offset, part, weight(frame)))
        await self.send(frame)
        return True

    async def write(self):  # replay, live events and snapshots alike, from its position in the log (LOG5, SNAP2)
        while True:
            self.woken.clear()
            if self.inbox.doubt(self.position):
                for part in self.inbox.snapshot():
                    while not await self.push(part, part["cursor"]["offset"], part["part"]): pass
                self.position, self.told_live = part["cursor"], False
            frame = self.inbox.read(self.position["offset"])
            if self.told_live and frame["offset"] == self.position["offset"]:
                with suppress(TimeoutError): await within(CHECK, self.woken.wait())
            elif await self.push(frame, frame["offset"]):
                self.position = self.position | {"offset": frame["offset"], "mark": frame["mark"]}
                self.told_live = self.told_live or "live" in frame

    async def beat(self):  # silence is asked about after 25 s, and ends the socket after 45 s (LIFE1)
        while True:
            heard = self.heard
            await asyncio.sleep(max(0, heard + PING - time.monotonic()))
            if self.heard != heard: continue
            await self.send({"type": "ping", "id": 1})
            await asyncio.sleep(REAP - PING)
            if self.heard == heard: raise Leave(4001, "no sign of life")

@asynccontextmanager
async def lifespan(app):  # what ended a day ago is forgotten, and what the last process left undone is settled or begun
    sql(FORGET, now_ms() - DAY_MS)
    for (user,) in sql(f"SELECT DISTINCT user FROM entries WHERE task NOT IN ({ENDED})").fetchall(): inbox_of(user)
    yield
app = FastAPI()
app.router.lifespan_context = lifespan

@app.websocket("/rs")
async def connect(socket: WebSocket): await Connection(socket).run()

@app.get("/rs")
def probe():  # a page whose socket does not open asks why: the server is up, and something on the way keeps WebSockets out (BACK6)
    return Response(None, 426, {"Upgrade": "websocket", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"})
