#!/usr/bin/python3
"""A plugin that answers what real plugins of PipeCD answered, by a file of recorded conversations, and is as strict with its host.

It refuses what those refuse: other arguments and another configuration than piped gives, requests that their validator does not
let pass (in its words), and sources without the application's file. It also refuses what they would skip, so that it would be
noticed: fields that the protocol does not have.

The plugin's own configuration says which file, and which program of it is played:

    config: {transcripts: /path/to/pipecd-plugins.txt, program: pipecd-plugin-wait}

`tool: SCRIPT` has the host install a tool by that script before the plugin listens; `files: true` looks at the sources.
"""

import json
import os
import re
import signal
import sys
import time
from concurrent import futures
from urllib.parse import urlparse

import grpc

DEPLOYMENT_SERVICE = "/grpc.plugin.deploymentapi.v1alpha1.DeploymentService/"
PLUGIN_SERVICE = "/grpc.piped.service.PluginService/"

# The messages: number, name and type of each field. `!`: must be there (a text not empty, a message present, a number greater than
# 0); `+`: must not be negative; `[]`: any number of them; `{}`: a map from texts; `#N`: an enumeration with the numbers below N;
# `*`: no longer in use, may be there.
TABLE = {
    "FetchDefinedStagesRequest": "",
    "PlanPluginInput": """1 deployment Deployment!; 2 running_deployment_source DeploymentSource;
        3 target_deployment_source DeploymentSource""",
    "DetermineVersionsRequest": "1 input PlanPluginInput!",
    "DetermineStrategyRequest": "1 input PlanPluginInput!",
    "BuildPipelineSyncStagesRequest": "1 rollback bool; 2 stages StageConfig[]",
    "StageConfig": "2 name string!; 3 desc string; 4 timeout string; 5 index int+; 6 config bytes",
    "BuildQuickSyncStagesRequest": "1 rollback bool",
    "ExecutePluginInput": """1 deployment Deployment!; 2 stage PipelineStage!; 3 stage_config bytes;
        4 running_deployment_source DeploymentSource; 5 target_deployment_source DeploymentSource""",
    "ExecuteStageRequest": "1 input ExecutePluginInput!",
    "DeploymentSource": """1 application_directory string; 2 commit_hash string; 3 application_config bytes;
        4 application_config_filename string; 5 shared_config_directory string""",
    "Deployment": """1 id string!; 2 application_id string!; 3 application_name string!; 5 piped_id string!;
        6 project_id string!; 7 kind #6*; 8 git_path ApplicationGitPath!; 9 cloud_provider string*; 10 labels string{};
        11 platform_provider string*; 12 deploy_targets_by_plugin DeployTargets{}; 20 trigger DeploymentTrigger!;
        21 running_commit_hash string; 22 summary string; 24 versions ArtifactVersion[]; 30 status #7;
        31 status_reason string; 32 stages PipelineStage[]; 33 metadata string{}*; 34 metadata_v2 DeploymentMetadata;
        40 deployment_chain_id string; 41 deployment_chain_block_index int; 50 deployment_trace_commit_hash string;
        60 running_config_filename string; 100 completed_at int+; 101 created_at int+; 102 updated_at int+""",
    "DeployTargets": "1 deploy_targets string[]",
    "DeploymentTrigger": """1 commit Commit!; 2 commander string; 3 timestamp int!; 4 sync_strategy #3;
        5 strategy_summary string""",
    "Commit": """1 hash string!; 2 message string!; 3 author string!; 4 branch string!; 5 pull_request int; 6 url string;
        14 created_at int!""",
    "PipelineStage": """1 id string!; 2 name string!; 3 desc string; 4 index int; 5 predefined bool*; 6 requires string[];
        7 visible bool*; 8 status #7; 9 status_reason string; 10 metadata string{}; 11 retried_count int; 12 rollback bool;
        13 completed_at int+; 14 created_at int!; 15 updated_at int!; 16 available_operation #4;
        17 authorized_operators string[]""",
    "DeploymentMetadata": "1 shared KeyValues; 2 plugins KeyValues{}",
    "KeyValues": "1 keyValues string{}",
    "ApplicationGitPath": "1 repo ApplicationGitRepository!; 2 path string!; 4 config_filename string; 5 url string",
    "ApplicationGitRepository": "1 id string!; 2 remote string; 3 branch string",
    "ArtifactVersion": "1 kind #5; 2 version string; 3 name string; 4 url string",
    # What piped answers; piped validates nothing of it, and neither do plugins.
    "MetadataResponse": "1 value string; 2 found bool",
    "InstallToolResponse": "1 installed_path string",
    "Empty": "",
}
STATUSES = ["", "STAGE_RUNNING", "STAGE_SUCCESS", "STAGE_FAILURE", "STAGE_CANCELLED", "STAGE_SKIPPED", "STAGE_EXITED"]
SEVERITIES = ["INFO", "SUCCESS", "ERROR"]


class Refusal(Exception):
    """Why a request is refused: a status and a text."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code, self.text = code, text


class Field:
    def __init__(self, row):
        number, self.name, kind = row.split()
        self.number = int(number)
        kind = kind.rstrip("*")
        self.is_required = kind.endswith("!")
        self.is_natural = kind.endswith("+")
        kind = kind.rstrip("!+")
        self.is_list, self.is_map = kind.endswith("[]"), kind.endswith("{}")
        self.kind = kind.rstrip("[]{}")
        self.go = "".join(part[:1].upper() + part[1:] for part in self.name.split("_"))
        self.is_message = self.kind in TABLE
        self.is_number = self.kind in ("int", "bool") or self.kind.startswith("#")


FIELDS = {}


def fields(message):
    if message not in FIELDS:
        rows = [Field(row.strip()) for row in TABLE[message].replace("\n", " ").split(";") if row.strip()]
        FIELDS[message] = {field.number: field for field in rows}
    return FIELDS[message]


# MARK: The wire


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def entries(data):
    position = 0
    while position < len(data):
        tag, position = varint(data, position)
        if tag & 7 == 0:
            value, position = varint(data, position)
        elif tag & 7 == 2:
            length, position = varint(data, position)
            if position + length > len(data):
                raise Refusal(grpc.StatusCode.INTERNAL, "a field is longer than its message")
            value, position = data[position : position + length], position + length
        else:
            raise Refusal(grpc.StatusCode.INTERNAL, f"a field has the wire type {tag & 7}, which no message of the protocol has")
        yield tag >> 3, tag & 7, value


def single(field, kind, value):
    if kind != (0 if field.is_number else 2):
        raise Refusal(grpc.StatusCode.INTERNAL, f"the field {field.name} has the wire type {kind}")
    if field.is_number:
        return value - (1 << 64) if value >= 1 << 63 else value
    if field.is_message:
        return decode(field.kind, value)
    return value if field.kind == "bytes" else value.decode("utf-8")


def decode(message, data):
    known = fields(message)
    result, last = {}, 0
    for number, kind, value in entries(data):
        if number not in known:
            raise Refusal(grpc.StatusCode.INTERNAL, f"{message} has no field {number}")
        if number < last:
            raise Refusal(grpc.StatusCode.INTERNAL, f"the fields of {message} are not in order")
        last, field = number, known[number]
        if field.is_map:
            pair = {1: "", 2: b""}
            for key, _, part in entries(value):
                pair[key] = part
            value = decode(field.kind, pair[2]) if field.is_message else bytes(pair[2]).decode("utf-8")
            result.setdefault(field.name, {})[bytes(pair[1]).decode("utf-8")] = value
        elif field.is_list:
            result.setdefault(field.name, []).append(single(field, kind, value))
        else:
            result[field.name] = single(field, kind, value)
    return result


def encode(*rows):
    """A message of pairs: a number, and an integer, a text or bytes; what is empty is left out."""
    data = bytearray()

    def write(value):
        while value > 0x7F:
            data.append(value & 0x7F | 0x80)
            value >>= 7
        data.append(value)

    for number, value in rows:
        if isinstance(value, int):
            if value:
                write(number << 3)
                write(int(value))
            continue
        value = value.encode() if isinstance(value, str) else value
        if value:
            write(number << 3 | 2)
            write(len(value))
            data.extend(value)
    return bytes(data)


# MARK: The validator


def validate(message, value):
    """The first thing that is wrong with a message, in the validator's words; None where nothing is."""
    for field in fields(message).values():
        found = value.get(field.name)
        name = f"invalid {message}.{field.go}"
        nested = "embedded message failed validation | caused by: "
        if field.is_message and (field.is_list or field.is_map):
            for key, part in found.items() if isinstance(found, dict) else enumerate(found or []):
                problem = validate(field.kind, part)
                if problem:
                    return f"{name}[{key}]: {nested}{problem}"
        elif field.is_message:
            if found is None and field.is_required:
                return f"{name}: value is required"
            problem = validate(field.kind, found) if found is not None else None
            if problem:
                return f"{name}: {nested}{problem}"
        elif field.is_number:
            found = found or 0
            if field.is_required and found <= 0:
                return f"{name}: value must be greater than 0"
            if field.is_natural and found < 0:
                return f"{name}: value must be greater than or equal to 0"
            if field.kind.startswith("#") and not 0 <= found < int(field.kind[1:]):
                return f"{name}: value must be one of the defined enum values"
        elif message == "ApplicationGitPath" and field.name == "path":
            if not re.match("^[^/].+$", found or ""):
                return f'{name}: value does not match regex pattern "^[^/].+$"'
        elif field.is_required and not found:
            return f"{name}: value length must be at least 1 runes"
    return None


# MARK: The recorded conversations


class Transcripts:
    """The answers of one program, by what it was asked."""

    def __init__(self, path, program):
        self.answers = {}
        question, lines = None, []
        with open(path, encoding="utf-8") as file:
            for line in list(file) + ["## "]:
                if not line.startswith("## "):
                    lines.append(line)
                    continue
                if question and program in question:
                    self.answers[self.plain(question)] = [json.loads(text) for text in lines if text.startswith("{")]
                question, lines = line[3:].rstrip("\n"), []
        self.program = program

    def answer(self, flags, words):
        return self.answers.get(self.plain(flags + self.program + " " + words))

    @staticmethod
    def plain(question):
        """A question with the members of its last object in order: that of the author is nobody's business."""
        head, brace, rest = question.partition(" {")
        try:
            return head + " " + json.dumps(json.loads("{" + rest), sort_keys=True) if brace else question
        except ValueError:
            return question


class Plugin:
    def __init__(self, config, piped):
        self.name, own = config["name"], config.get("config") or {}
        self.transcripts = Transcripts(own["transcripts"], own["program"])
        self.looks_at_files = own.get("files", False)
        self.piped = piped

    def call(self, method, *rows, answer="Empty"):
        send = self.piped.unary_unary(PLUGIN_SERVICE + method)
        return decode(answer, send(encode(*rows), timeout=60))

    def FetchDefinedStages(self, request, context):
        stages = self.transcripts.answer("", "stages")[0]["response"]["stages"]
        return encode(*((1, stage) for stage in stages))

    def DetermineVersions(self, request, context):
        self.look_at(request["input"])
        return b""

    def DetermineStrategy(self, request, context):
        # Which the real one always decodes.
        if not (request["input"].get("running_deployment_source") or {}).get("application_config"):
            raise Refusal(grpc.StatusCode.INTERNAL, "failed to determine strategy: unsupported version: ")
        self.look_at(request["input"])
        return encode((3, self.transcripts.answer("", "strategy")[0]["response"]["unsupported"]))

    def BuildQuickSyncStages(self, request, context):
        return b""

    def BuildPipelineSyncStages(self, request, context):
        asked = request.get("stages", [])
        words = " ".join(["pipeline"] + [f"{stage['name']}={stage.get('config', b'').decode()}" for stage in asked])
        flags = "-rollback " if request.get("rollback") else ""
        recorded = self.transcripts.answer(flags, words)
        if recorded and "error" in recorded[-1]:
            raise Refusal(grpc.StatusCode.INTERNAL, recorded[-1]["error"].split("desc = ")[1])
        built = []
        for stage in asked:
            built.append((stage["name"], stage, False))
            if json.loads(stage.get("config", b"{}") or b"{}").get("onRollback"):
                built.append((stage["name"] + "_ROLLBACK", stage, True))
        if recorded:
            names = [stage["name"] for stage in recorded[-1]["response"]["stages"]]
            assert names == [name for name, _, _ in built], (names, built)
        now = int(time.time())
        return encode(
            *(
                (1, encode((2, name), (3, stage.get("desc", "")), (4, stage.get("index", 0)), (12, is_rollback), (14, now), (15, now), (16, 3)))
                for name, stage, is_rollback in built
            )
        )

    def look_at(self, execution):
        """What a source must have; a running one only where there is one."""
        target, running = execution.get("target_deployment_source"), execution.get("running_deployment_source")
        for kind, source in [("target", target), ("running", running)]:
            if source is None and kind == "running":
                continue
            if b"apiVersion: pipecd.dev/v1beta1" not in (source or {}).get("application_config", b""):
                raise Refusal(
                    grpc.StatusCode.INTERNAL,
                    f"failed to create {kind} deployment source: failed to decode application config: unsupported version: ",
                )
            if not self.looks_at_files:
                continue
            folder, shared = source["application_directory"], source["shared_config_directory"]
            file = os.path.join(folder, source["application_config_filename"])
            if not os.path.isabs(folder) or not os.path.isfile(file) or os.path.basename(shared) != ".pipe":
                raise Refusal(grpc.StatusCode.INTERNAL, f"the {kind} source is no copy of a repository: {source}")
            # Each stage has a copy of its own, which it may write into.
            mark = os.path.join(folder, "written-by-a-plugin")
            if os.path.exists(mark):
                raise Refusal(grpc.StatusCode.INTERNAL, f"another stage has had the {kind} source: {folder}")
            open(mark, "w", encoding="utf-8").close()

    def ExecuteStage(self, request, context):
        request = request["input"]
        deployment, stage = request["deployment"]["id"], request["stage"]
        config = request.get("stage_config", b"").decode()
        self.look_at(request)
        others = [other["id"] for other in request["deployment"].get("stages", [])]
        if any(other not in others for other in stage.get("requires", [])) or (stage.get("rollback") and others and not stage.get("requires")):
            raise Refusal(grpc.StatusCode.INTERNAL, f"the stage does not follow one of the deployment: {stage}")
        flags = ""
        if stage.get("rollback"):
            flags = "-rollback "
            started = f"started-{stage.get('index', 0)}"
            rows = [(1, deployment), (2, self.name), (3, started)]
            found = self.call("GetDeploymentPluginMetadata", *rows, answer="MetadataResponse")
            if found.get("found"):
                flags += f"-meta started-0={found['value']} "
        lines = self.transcripts.answer(flags, f"execute {stage['name']} {config}")
        if lines is None and stage["name"] == "SCRIPT_RUN" and "onRollback" in config:
            # Recorded when it is rolled back only; before that it is a script like others.
            lines = self.transcripts.answer("", 'execute SCRIPT_RUN {"run":"pwd"}')
        if lines is None:
            raise Refusal(grpc.StatusCode.INTERNAL, f"failed to execute stage: {flags}{stage['name']} {config} was not recorded")
        return self.replay(lines, deployment, stage)

    def replay(self, lines, deployment, stage):
        blocks, index = [], int(time.time())
        for line in lines:
            (kind, value), = line.items()
            if kind == "put-stage-metadata":
                rows = [(1, deployment), (2, stage["id"]), (3, value["key"])]
                if self.call("GetStageMetadata", *rows, answer="MetadataResponse").get("found"):
                    raise Refusal(grpc.StatusCode.INTERNAL, f"{value['key']} is there before it was put")
                self.call("PutStageMetadata", *rows, (4, str(index)))
                if self.call("GetStageMetadata", *rows, answer="MetadataResponse") != {"value": str(index), "found": 1}:
                    raise Refusal(grpc.StatusCode.INTERNAL, f"{value['key']} was put and is not there")
            elif kind == "put-deployment-plugin-metadata":
                key = value["key"].replace("-0", f"-{stage.get('index', 0)}")
                self.call("PutDeploymentPluginMetadata", (1, deployment), (2, self.name), (3, key), (4, value["value"]))
            elif kind == "log":
                number = index + len(blocks) + 1
                severity = SEVERITIES.index(value["severity"])
                blocks.append((4, encode((1, number), (2, value["log"]), (3, severity), (14, index))))
            elif kind == "checkpoint":
                assert len(blocks) == value["blocks"]
                self.report(blocks, (1, deployment), (2, stage["id"]))
            else:
                return encode((1, STATUSES.index(value["status"])))
        raise Refusal(grpc.StatusCode.INTERNAL, "the recorded conversation has no end")

    def report(self, blocks, *owner):
        """As a stage does that lasts: a first flush, one with what is new, and everything at the end."""
        if len(blocks) > 2:
            self.call("ReportStageLogsFromLastCheckpoint", *owner, *blocks[:1])
            self.call("ReportStageLogs", *owner, *blocks[1:2])
        self.call("ReportStageLogsFromLastCheckpoint", *owner, *blocks, (5, 1))


class Handler(grpc.GenericRpcHandler):
    def __init__(self, plugin):
        self.plugin = plugin

    def service(self, details):
        if not details.method.startswith(DEPLOYMENT_SERVICE):
            service = details.method.split("/")[1]
            return self.handler(lambda _, context: context.abort(grpc.StatusCode.UNIMPLEMENTED, f"unknown service {service}"))
        metadata = {key: value for key, value in details.invocation_metadata}
        method = details.method[len(DEPLOYMENT_SERVICE) :]
        return self.handler(lambda data, context: self.answer(method, data, metadata, context))

    def handler(self, behaviour):
        return grpc.unary_unary_rpc_method_handler(behaviour)

    def answer(self, method, data, metadata, context):
        try:
            if any(key.startswith("authorization") for key in metadata):
                raise Refusal(grpc.StatusCode.INTERNAL, "nobody asked for credentials")
            request = decode(method + "Request", data)
            problem = validate(method + "Request", request)
            if problem:
                raise Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"invalid request: {problem}")
            return getattr(self.plugin, method)(request, context)
        except Refusal as refusal:
            context.abort(refusal.code, refusal.text)


# MARK: The start


def configuration(arguments):
    """What the command line says, which must be word for word what piped writes."""
    if len(arguments) != 5 or arguments[0] != "start" or arguments[1::2] != ["--piped-plugin-service", "--config"]:
        sys.exit(f"unknown arguments: {arguments}")
    service, text = arguments[2], arguments[4]
    if not re.fullmatch(r"localhost:\d+", service):
        sys.exit(f"no address of piped: {service}")
    config = json.loads(text)
    if json.dumps(config, separators=(",", ":"), ensure_ascii=False) != text:
        sys.exit(f"not as piped writes it: {text}")
    order = [key for key in ["name", "url", "port", "config", "deployTargets"] if key in config]
    if list(config) != order or type(config.get("port")) is not int:
        sys.exit(f"not the members that piped writes: {text}")
    for key in ["name", "url"]:
        if not config[key]:
            sys.exit(f"{key} must be set")
    if urlparse(config["url"]).scheme not in ["file", "https", "oci"]:
        sys.exit("only file, https and oci schemes are supported")
    for target in config.get("deployTargets", []):
        if list(target) not in (["name", "config"], ["name", "labels", "config"]):
            sys.exit(f"not a deploy target as piped writes it: {target}")
    return service, config


def main():
    service, config = configuration(sys.argv[1:])
    piped = grpc.insecure_channel(service, options=[("grpc.enable_http_proxy", 0)])
    grpc.channel_ready_future(piped).result()
    plugin = Plugin(config, piped)
    script = (config.get("config") or {}).get("tool")
    if script:
        answer = plugin.call("InstallTool", (1, "tool"), (2, "1.0"), (3, script), answer="InstallToolResponse")
        print("installed " + os.path.basename(answer["installed_path"]), flush=True)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((Handler(plugin),))
    if server.add_insecure_port(f"[::]:{config['port']}") == 0:
        sys.exit(f"listen tcp :{config['port']}: bind: address already in use")
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server.start()
    while True:
        time.sleep(0.1)


if __name__ == "__main__":
    main()
