/// The JavaScriptCore C API as Ringbox uses it: the public headers, and the functions that the library exports
/// without a public header.
///
/// Everything declared here was checked against libjavascriptcoregtk-4.1 2.50.6 (Debian 12): the symbol is
/// exported, and a test of ScriptEngine shows the behaviour that is relied on. Check again before a newer major
/// version is used.

#ifndef RINGBOX_JAVASCRIPTCORE_SHIM_H
#define RINGBOX_JAVASCRIPTCORE_SHIM_H

#include <JavaScriptCore/JavaScript.h>

/// 2.50.6 (public in jsc/jsc.h, whose GLib types are not wanted here). Sets an option of the engine, before the first virtual
/// machine is made; false if there is no such option.
int jsc_options_set_boolean(const char *option, int value);

/// 2.50.6 (public in jsc/jsc.h). As the one above.
int jsc_options_set_size(const char *option, unsigned long value);

/// 2.50.6. Takes the virtual machine's lock, which nests. Promise jobs run when the outermost holder lets go.
void JSLock(JSContextRef context);

/// 2.50.6. Lets go of the lock, and runs the pending promise jobs if this was the outermost hold outside of any
/// callback.
void JSUnlock(JSContextRef context);

/// 2.50.6. Asks whether the script has to end. Called on the thread that runs the script, between bytecodes.
typedef bool (*JSShouldTerminateCallback)(JSContextRef context, void *_Nullable data);

/// 2.50.6. `seconds` count CPU time of the thread, anew for each entry into the virtual machine. A callback that
/// returns false is not called again in that entry unless it sets the limit again.
void JSContextGroupSetExecutionTimeLimit(
    JSContextGroupRef group, double seconds, JSShouldTerminateCallback callback, void *_Nullable data);

/// 2.50.6. Takes the limit away.
void JSContextGroupClearExecutionTimeLimit(JSContextGroupRef group);

/// 2.50.6. The stack of what runs, the innermost frame first (Create Rule): a line "#0 name() at file:line" for each, with the
/// file empty or "[native code]" for built-in functions. The line is that of the last call, property access or the like before
/// the place, since those are what the engine keeps positions of. Runs no script.
_Nullable JSStringRef JSContextCreateBacktrace(JSContextRef context, unsigned maximumFrames);

/// 2.50.6. A parsed script. It belongs to one group.
typedef struct OpaqueJSScript *JSScriptRef;

/// 2.50.6. NULL if the source does not parse; then the message (Create Rule) and the line are set. The starting
/// line counts in the line of a syntax error, but not in the positions of what the script throws.
_Nullable JSScriptRef JSScriptCreateFromString(
    JSContextGroupRef group, JSStringRef url, int startingLine, JSStringRef source,
    _Nullable JSStringRef *_Nullable errorMessage, int *_Nullable errorLine);

/// 2.50.6. Evaluates the script; the process aborts if the context belongs to another group than the script.
_Nullable JSValueRef JSScriptEvaluate(
    JSContextRef context, JSScriptRef script, _Nullable JSValueRef thisValue,
    _Nullable JSValueRef *_Nullable exception);

/// 2.50.6.
void JSScriptRelease(JSScriptRef script);

/// 2.50.6. `function` is called with the promise and the reason once no job is left that could handle it.
void JSGlobalContextSetUnhandledRejectionCallback(
    JSGlobalContextRef context, JSObjectRef function, _Nullable JSValueRef *_Nullable exception);

/// 2.50.6. Switches `eval` and `new Function` off or on; `message` is that of the error they throw.
void JSGlobalContextSetEvalEnabled(JSGlobalContextRef context, bool enabled, JSStringRef message);

/// 2.50.6. An object with the numbers heapSize, heapCapacity, objectCount and others. Looks at every object.
_Nullable JSObjectRef JSGetMemoryUsageStatistics(JSContextRef context);

/// 2.50.6. Collects before it returns. (JSGarbageCollect only asks a run loop, which a worker does not have.)
void JSSynchronousGarbageCollectForDebugging(JSContextRef context);

#endif
