"""The messages between piped and its plugins, as far as this plugin needs them.

A row is the number, the name and the type of a field; `[]` says that there may be many. The numbers are all that counts on the
wire, so a plugin names only the fields that it reads or writes and skips the rest.
"""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

TABLE = {
    "Empty": [],
    # What piped asks of a plugin.
    "FetchDefinedStagesResponse": [(1, "stages", "string[]")],
    "DetermineVersionsResponse": [(1, "versions", "ArtifactVersion[]")],
    "DetermineStrategyResponse": [(1, "sync_strategy", "int32"), (2, "summary", "string"), (3, "unsupported", "bool")],
    "PlanRequest": [(1, "input", "PlanPluginInput")],
    "PlanPluginInput": [(1, "deployment", "Deployment")],
    "BuildPipelineSyncStagesRequest": [(1, "rollback", "bool"), (2, "stages", "StageConfig[]")],
    "BuildQuickSyncStagesRequest": [(1, "rollback", "bool")],
    "BuildStagesResponse": [(1, "stages", "PipelineStage[]")],
    "StageConfig": [(2, "name", "string"), (3, "desc", "string"), (5, "index", "int32"), (6, "config", "bytes")],
    "ExecuteStageRequest": [(1, "input", "ExecutePluginInput")],
    "ExecutePluginInput": [
        (1, "deployment", "Deployment"),
        (2, "stage", "PipelineStage"),
        (3, "stage_config", "bytes"),
        (5, "target_deployment_source", "DeploymentSource"),
    ],
    "ExecuteStageResponse": [(1, "status", "int32")],
    # What a plugin asks of piped.
    "ReportStageLogsRequest": [
        (1, "deployment_id", "string"),
        (2, "stage_id", "string"),
        (4, "blocks", "LogBlock[]"),
        (5, "completed", "bool"),
    ],
    "MetadataRequest": [(1, "deployment_id", "string"), (2, "owner", "string"), (3, "key", "string"), (4, "value", "string")],
    "MetadataResponse": [(1, "value", "string"), (2, "found", "bool")],
    "ListStageCommandsRequest": [(1, "deployment_id", "string"), (2, "stage_id", "string")],
    "ListStageCommandsResponse": [(1, "commands", "Command[]")],
    "SharedObjectRequest": [
        (1, "application_id", "string"),
        (2, "plugin_name", "string"),
        (3, "key", "string"),
        (4, "object", "bytes"),
    ],
    "SharedObjectResponse": [(1, "object", "bytes")],
    "InstallToolRequest": [(1, "name", "string"), (2, "version", "string"), (3, "install_script", "string")],
    "InstallToolResponse": [(1, "installed_path", "string")],
    # What both speak of.
    "Deployment": [(1, "id", "string"), (2, "application_id", "string"), (3, "application_name", "string")],
    "DeploymentSource": [(1, "application_directory", "string"), (2, "commit_hash", "string")],
    "PipelineStage": [
        (1, "id", "string"),
        (2, "name", "string"),
        (3, "desc", "string"),
        (4, "index", "int32"),
        (12, "rollback", "bool"),
        (14, "created_at", "int64"),
        (15, "updated_at", "int64"),
        (16, "available_operation", "int32"),
    ],
    "ArtifactVersion": [(2, "version", "string"), (3, "name", "string"), (4, "url", "string")],
    "LogBlock": [(1, "index", "int64"), (2, "log", "string"), (3, "severity", "int32"), (14, "created_at", "int64")],
    "Command": [(1, "id", "string"), (6, "commander", "string"), (30, "type", "int32")],
}


def _classes():
    field = descriptor_pb2.FieldDescriptorProto
    scalars = {
        "string": field.TYPE_STRING,
        "bytes": field.TYPE_BYTES,
        "bool": field.TYPE_BOOL,
        "int32": field.TYPE_INT32,
        "int64": field.TYPE_INT64,
    }
    file = descriptor_pb2.FileDescriptorProto(name="plugin.proto", package="example", syntax="proto3")
    for message, rows in TABLE.items():
        declared = file.message_type.add(name=message)
        for number, name, kind in rows:
            many = kind.endswith("[]")
            kind = kind[:-2] if many else kind
            entry = declared.field.add(number=number, name=name)
            entry.label = field.LABEL_REPEATED if many else field.LABEL_OPTIONAL
            if kind in scalars:
                entry.type = scalars[kind]
            else:
                entry.type = field.TYPE_MESSAGE
                entry.type_name = ".example." + kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    # Older versions of the library have no such function.
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return {message: make(pool.FindMessageTypeByName("example." + message)) for message in TABLE}


globals().update(_classes())
