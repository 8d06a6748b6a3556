"""Places calls with a FastAGI server, as an Asterisk would, and prints how many there were of each end and how long they took.

    peers.py port sandbox calls
"""

import asyncio
import collections
import sys
import time


class Channel:
    """A caller who types 4711 whenever he is asked for digits, and an employee who answers and hangs up."""

    def __init__(self):
        self.variables = {}
        self.typed = 0
        self.steps = 0

    def reply(self, line):
        self.steps += 1
        words = line.split('"')
        name = words[0].strip()
        if name == "STREAM FILE":
            return "200 result=0 endpos=16000"
        if name == "WAIT FOR DIGIT":
            key = "4711"[self.typed % 4]
            self.typed += 1
            return f"200 result={ord(key)}"
        if name == "EXEC":
            self.variables["DIALSTATUS"] = "ANSWER"
            return "200 result=0"
        if name == "SET VARIABLE":
            self.variables[words[1]] = words[3]
            return "200 result=1"
        if name == "GET VARIABLE":
            value = self.variables.get(words[1])
            return "200 result=0" if value is None else f"200 result=1 ({value})"
        return "200 result=0"


async def call(port, sandbox, number):
    begin = time.monotonic()
    channel = Channel()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        environment = {
            "network": "yes", "network_script": sandbox, "request": f"agi://127.0.0.1/{sandbox}", "uniqueid": f"bench.{number}",
            "callerid": "74952345678", "extension": "74951234567",
        }
        writer.write("".join(f"agi_{name}: {value}\n" for name, value in environment.items()).encode() + b"\n")
        while line := await reader.readline():
            writer.write((channel.reply(line.decode().rstrip("\n")) + "\n").encode())
        writer.close()
        end = channel.variables.get("RINGBOX_FINISH") or "none"
    except OSError as error:
        end = f"broken ({error})"
    return end, channel.steps, time.monotonic() - begin


async def main(port, sandbox, calls):
    begin = time.monotonic()
    ends = await asyncio.gather(*(call(port, sandbox, number) for number in range(calls)))
    took = time.monotonic() - begin
    counts = collections.Counter(end for end, _, _ in ends)
    times = sorted(duration for _, _, duration in ends)
    steps = sum(steps for _, steps, _ in ends)
    print(
        f"{calls} calls, {steps} steps in {took:.2f} s: "
        + ", ".join(f"{count} {end}" for end, count in sorted(counts.items()))
        + f"; a call took {times[len(times) // 2]:.2f} s, the slowest {times[-1]:.2f} s"
    )
    sys.exit(0 if counts == {"success_finish": calls} else 1)


asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
