#!/usr/bin/python3
"""A plugin of PipeCD v1 with one stage, EXAMPLE, that does what its `with` asks for.

    with:
      mode: success    # failure, exit, skip, wait, crash, twice, stubborn, approve, skippable, metadata, tool, garbage
      message: what it says

The plugin's own configuration may say `mode: never-ready` or `mode: crash`: then it fails to start. It shows what a plugin must
do, and what goes wrong with plugins; pipec's tests host it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent import futures

import grpc

# The folder of an example is no place for compiled files.
sys.dont_write_bytecode = True
import messages  # noqa: E402

DEPLOYMENT_SERVICE = "grpc.plugin.deploymentapi.v1alpha1.DeploymentService"
PLUGIN_SERVICE = "grpc.piped.service.PluginService"

SUCCESS, FAILURE, SKIPPED, EXITED = 2, 3, 5, 6
INFO, GOOD, ERROR = 0, 1, 2
APPROVE_STAGE, SKIP_STAGE = 3, 6
# What people may do while a stage runs.
SKIP, APPROVE, NOTHING = 1, 2, 3


class Piped:
    """What a plugin may ask of piped."""

    def __init__(self, address):
        # A proxy of the environment has no business between two processes of one machine.
        self.channel = grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)])

    def wait(self):
        grpc.channel_ready_future(self.channel).result()

    def call(self, method, request, answer=messages.Empty):
        stub = self.channel.unary_unary(
            f"/{PLUGIN_SERVICE}/{method}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=answer.FromString,
        )
        return stub(request, timeout=30)


class Log:
    """The log of one stage. Blocks count from the start of the stage, and piped puts them in order by that."""

    def __init__(self, piped, deployment, stage):
        self.piped, self.deployment, self.stage = piped, deployment, stage
        self.index = int(time.time())
        self.since_checkpoint = []
        self.unsent = []

    def write(self, text, severity=INFO):
        self.index += 1
        block = messages.LogBlock(index=self.index, log=text, severity=severity, created_at=int(time.time()))
        self.since_checkpoint.append(block)
        self.unsent.append(block)

    def send(self):
        """Sends what is new."""
        request = messages.ReportStageLogsRequest(deployment_id=self.deployment, stage_id=self.stage, blocks=self.unsent)
        self.piped.call("ReportStageLogs", request)
        self.unsent = []

    def complete(self):
        """Sends everything once more and says that it is all; afterwards piped takes nothing."""
        request = messages.ReportStageLogsRequest(
            deployment_id=self.deployment, stage_id=self.stage, blocks=self.since_checkpoint, completed=True
        )
        self.piped.call("ReportStageLogsFromLastCheckpoint", request)


class Plugin:
    """The six methods that every plugin has."""

    def __init__(self, config, piped):
        self.config, self.piped = config, piped

    def FetchDefinedStages(self, request, context):
        return messages.FetchDefinedStagesResponse(stages=["EXAMPLE"])

    def DetermineVersions(self, request, context):
        if not request.input.deployment.id:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "invalid request: invalid Deployment.Id: value is required")
        version = messages.ArtifactVersion(version="1.0", name=request.input.deployment.application_name)
        return messages.DetermineVersionsResponse(versions=[version])

    def DetermineStrategy(self, request, context):
        return messages.DetermineStrategyResponse(unsupported=True)

    def BuildPipelineSyncStages(self, request, context):
        now = int(time.time())
        stages = [
            messages.PipelineStage(
                name=stage.name,
                desc=stage.desc,
                index=stage.index,
                created_at=now,
                updated_at=now,
                available_operation=self.operation(stage.config),
            )
            for stage in request.stages
        ]
        return messages.BuildStagesResponse(stages=stages)

    def operation(self, config):
        mode = json.loads(config or b"{}").get("mode")
        return {"approve": APPROVE, "skippable": SKIP}.get(mode, NOTHING)

    def BuildQuickSyncStages(self, request, context):
        return messages.BuildStagesResponse()

    def ExecuteStage(self, request, context):
        stage = request.input
        options = json.loads(stage.stage_config or b"{}")
        log = Log(self.piped, stage.deployment.id, stage.stage.id)
        run = getattr(self, "run_" + options.get("mode", "success"), None)
        if stage.stage.name != "EXAMPLE" or run is None:
            context.abort(grpc.StatusCode.INTERNAL, f"failed to execute stage: unsupported stage {stage.stage.name}")
        status = run(stage, options, log, context)
        # Only then piped has the whole log when it learns how the stage ended.
        log.complete()
        return messages.ExecuteStageResponse(status=status)

    def run_success(self, stage, options, log, context):
        log.write(options.get("message", "nothing to do"))
        log.send()
        log.write("done", GOOD)
        return SUCCESS

    def run_failure(self, stage, options, log, context):
        log.write(options.get("message", "it cannot be done"), ERROR)
        return FAILURE

    def run_exit(self, stage, options, log, context):
        return EXITED

    def run_skip(self, stage, options, log, context):
        return SKIPPED

    def run_garbage(self, stage, options, log, context):
        # No end of a stage.
        return 1

    def run_crash(self, stage, options, log, context):
        print("fatal: the example crashes", file=sys.stderr, flush=True)
        os._exit(3)

    def run_twice(self, stage, options, log, context):
        for text in ["one", "two"]:
            log.write(text)
            unsent = log.unsent
            log.send()
            log.unsent = unsent
            log.send()
        return SUCCESS

    def run_wait(self, stage, options, log, context):
        log.write("waiting")
        log.send()
        cancelled = threading.Event()
        if context.add_callback(cancelled.set):
            cancelled.wait()
        log.write("cancelled")
        return FAILURE

    def run_stubborn(self, stage, options, log, context):
        STUBBORN.append(stage.stage.id)
        # A child that leaves the process group and outlives its parent, if nobody ends it.
        child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
        log.write(f"child {child.pid}")
        log.send()
        while True:
            time.sleep(1)

    def run_approve(self, stage, options, log, context):
        request = messages.ListStageCommandsRequest(deployment_id=stage.deployment.id, stage_id=stage.stage.id)
        while context.is_active():
            answer = self.piped.call("ListStageCommands", request, messages.ListStageCommandsResponse)
            users = {command.commander for command in answer.commands if command.type == APPROVE_STAGE}
            if len(users) >= options.get("minApproverNum", 1):
                log.write("approved by " + ", ".join(sorted(users)))
                return SUCCESS
            time.sleep(0.02)
        return FAILURE

    def run_skippable(self, stage, options, log, context):
        request = messages.ListStageCommandsRequest(deployment_id=stage.deployment.id, stage_id=stage.stage.id)
        while context.is_active():
            answer = self.piped.call("ListStageCommands", request, messages.ListStageCommandsResponse)
            users = [command.commander for command in answer.commands if command.type == SKIP_STAGE]
            if users:
                # piped shows this beside the stage.
                text = messages.MetadataRequest(
                    deployment_id=stage.deployment.id,
                    owner=stage.stage.id,
                    key="pipecd/stage-display-metadata",
                    value=f"skipped by {users[0]}",
                )
                self.piped.call("PutStageMetadata", text)
                return SKIPPED
            time.sleep(0.02)
        return FAILURE

    def run_metadata(self, stage, options, log, context):
        """Remembers things and asks for them again."""
        keys = [("StageMetadata", stage.stage.id), ("DeploymentPluginMetadata", self.config["name"])]
        for kind, owner in keys:
            request = messages.MetadataRequest(deployment_id=stage.deployment.id, owner=owner, key="k")
            before = self.piped.call("Get" + kind, request, messages.MetadataResponse)
            request.value = "v " + kind
            self.piped.call("Put" + kind, request)
            after = self.piped.call("Get" + kind, request, messages.MetadataResponse)
            log.write(f"{kind}: {before.found} {after.found} {after.value}")
        request = messages.SharedObjectRequest(
            application_id=stage.deployment.application_id, plugin_name=self.config["name"], key="o"
        )
        try:
            self.piped.call("GetApplicationSharedObject", request, messages.SharedObjectResponse)
        except grpc.RpcError as error:
            log.write(f"object: {error.code().name}")
        request.object = b"\x00\xff"
        self.piped.call("PutApplicationSharedObject", request)
        after = self.piped.call("GetApplicationSharedObject", request, messages.SharedObjectResponse)
        log.write(f"object: {after.object.hex()}")
        try:
            self.piped.call("GetStageMetadata", messages.MetadataRequest(deployment_id=stage.deployment.id, key="k"))
        except grpc.RpcError as error:
            log.write(f"{error.code().name} {error.details()}")
        return SUCCESS

    def run_tool(self, stage, options, log, context):
        """Has piped install a tool, and runs it."""
        request = messages.InstallToolRequest(name="greeter", version="1.0", install_script=options["script"])
        try:
            answer = self.piped.call("InstallTool", request, messages.InstallToolResponse)
        except grpc.RpcError as error:
            log.write(error.details(), ERROR)
            return FAILURE
        log.write(subprocess.run([answer.installed_path], stdout=subprocess.PIPE, check=True).stdout.decode())
        return SUCCESS


# The stages that ignore SIGTERM.
STUBBORN = []

REQUESTS = {
    "FetchDefinedStages": messages.Empty,
    "DetermineVersions": messages.PlanRequest,
    "DetermineStrategy": messages.PlanRequest,
    "BuildPipelineSyncStages": messages.BuildPipelineSyncStagesRequest,
    "BuildQuickSyncStages": messages.BuildQuickSyncStagesRequest,
    "ExecuteStage": messages.ExecuteStageRequest,
}


def start(address, config):
    if not config.get("name"):
        sys.exit("name must be set")
    if not config.get("url"):
        sys.exit("url must be set")
    mode = (config.get("config") or {}).get("mode")
    if mode == "crash":
        print("starting")
        sys.exit("the example does not start")
    if mode == "never-ready":
        print("never ready", flush=True)
        signal.pause()
    # piped is up before its plugins are started, and nobody may call a plugin that could not call back.
    piped = Piped(address)
    piped.wait()
    plugin = Plugin(config, piped)
    handlers = {
        name: grpc.unary_unary_rpc_method_handler(
            getattr(plugin, name),
            request_deserializer=request.FromString,
            response_serializer=lambda message: message.SerializeToString(),
        )
        for name, request in REQUESTS.items()
    }
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(DEPLOYMENT_SERVICE, handlers),))
    if server.add_insecure_port(f"127.0.0.1:{config['port']}") == 0:
        sys.exit(f"listen tcp :{config['port']}: bind: address already in use")
    # Stages that still run must not keep the plugin, and a handler must wait for no lock.
    signal.signal(signal.SIGTERM, lambda *_: None if STUBBORN else os._exit(0))
    server.start()
    print(f"ready with {json.dumps(config, sort_keys=True)}", flush=True)
    while True:
        # Not for ever: a signal that comes just before would be noticed by the next one only.
        time.sleep(0.1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["start"])
    parser.add_argument("--piped-plugin-service", required=True)
    parser.add_argument("--config", required=True)
    arguments = parser.parse_args()
    start(arguments.piped_plugin_service, json.loads(arguments.config))
