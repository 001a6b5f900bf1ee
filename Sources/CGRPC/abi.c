// Holds `libgrpc.h` against the real headers wherever they are installed.
#if __has_include(<grpc/grpc.h>) && __has_include(<grpc/byte_buffer_reader.h>) && __has_include(<grpc/support/log.h>)

#include <grpc/byte_buffer_reader.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>

#include "libgrpc.h"

#define SAME_SIZE(ours, theirs) _Static_assert(sizeof(ours) == sizeof(theirs), #theirs)
#define SAME_PLACE(ours, our_field, theirs, their_field) \
  _Static_assert(offsetof(ours, our_field) == offsetof(theirs, their_field), #theirs " " #their_field)
#define SAME_NUMBER(ours, theirs) _Static_assert((int)ours == (int)theirs, #theirs)

SAME_SIZE(core_slice, grpc_slice);
SAME_PLACE(core_slice, data.counted.bytes, grpc_slice, data.refcounted.bytes);
SAME_PLACE(core_slice, data.inlined.bytes, grpc_slice, data.inlined.bytes);
SAME_SIZE(core_time, gpr_timespec);
SAME_PLACE(core_time, clock, gpr_timespec, clock_type);
SAME_SIZE(core_argument, grpc_arg);
SAME_PLACE(core_argument, value, grpc_arg, value);
SAME_SIZE(core_arguments, grpc_channel_args);
SAME_SIZE(core_event, grpc_event);
SAME_PLACE(core_event, tag, grpc_event, tag);
SAME_SIZE(core_metadata, grpc_metadata_array);
SAME_SIZE(core_call_details, grpc_call_details);
SAME_PLACE(core_call_details, method, grpc_call_details, method);
SAME_SIZE(core_reader, grpc_byte_buffer_reader);
SAME_SIZE(core_operation, grpc_op);
SAME_PLACE(core_operation, flags, grpc_op, flags);
SAME_PLACE(core_operation, data, grpc_op, data);
SAME_PLACE(core_operation, data.send_status.message, grpc_op, data.send_status_from_server.status_details);
SAME_PLACE(core_operation, data.receive_status.message, grpc_op, data.recv_status_on_client.status_details);

SAME_NUMBER(ARGUMENT_STRING, GRPC_ARG_STRING);
SAME_NUMBER(ARGUMENT_INTEGER, GRPC_ARG_INTEGER);
SAME_NUMBER(CLOCK_OF_CORE_MONOTONIC, GPR_CLOCK_MONOTONIC);
SAME_NUMBER(EVENT_SHUTDOWN, GRPC_QUEUE_SHUTDOWN);
SAME_NUMBER(EVENT_COMPLETE, GRPC_OP_COMPLETE);
SAME_NUMBER(SEND_METADATA, GRPC_OP_SEND_INITIAL_METADATA);
SAME_NUMBER(SEND_MESSAGE, GRPC_OP_SEND_MESSAGE);
SAME_NUMBER(SEND_CLOSE, GRPC_OP_SEND_CLOSE_FROM_CLIENT);
SAME_NUMBER(SEND_STATUS, GRPC_OP_SEND_STATUS_FROM_SERVER);
SAME_NUMBER(RECEIVE_METADATA, GRPC_OP_RECV_INITIAL_METADATA);
SAME_NUMBER(RECEIVE_MESSAGE, GRPC_OP_RECV_MESSAGE);
SAME_NUMBER(RECEIVE_STATUS, GRPC_OP_RECV_STATUS_ON_CLIENT);
SAME_NUMBER(RECEIVE_CLOSE, GRPC_OP_RECV_CLOSE_ON_SERVER);
SAME_NUMBER(PROPAGATE_DEFAULTS, GRPC_PROPAGATE_DEFAULTS);
SAME_NUMBER(STATUS_OK, GRPC_STATUS_OK);
SAME_NUMBER(STATUS_INTERNAL, GRPC_STATUS_INTERNAL);
SAME_NUMBER(STATUS_UNAVAILABLE, GRPC_STATUS_UNAVAILABLE);

#else

// A source file of nothing is no C.
typedef int cgrpc_no_headers;

#endif
