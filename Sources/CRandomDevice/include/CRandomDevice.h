/// Gives JavaScriptCore its random bytes without a descriptor: see randomDevice.c. There is nothing to call.
