/// The messages that a host and its plugins exchange, as PipeCD v1 defines them on the wire.
///
/// Every type is named as the protocol names it and starts without any field set. Texts are empty, numbers zero and lists
/// empty where nothing was said. Times are seconds since 1970.
public enum PluginAPI {}
