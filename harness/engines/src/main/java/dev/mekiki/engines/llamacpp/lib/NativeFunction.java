package dev.mekiki.engines.llamacpp.lib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A function of the library. Calling one costs a tenth of a microsecond, so one call a token is nothing. */
final class NativeFunction {
    private final MethodHandle handle;

    private NativeFunction(MethodHandle handle) {
        this.handle = handle;
    }

    @SuppressWarnings("restricted")
    static NativeFunction of(MemorySegment address, FunctionDescriptor descriptor) {
        MethodHandle typed = Linker.nativeLinker().downcallHandle(address, descriptor);
        MethodHandle generic = typed.asType(typed.type().generic());
        return new NativeFunction(generic.asSpreader(Object[].class, generic.type().parameterCount()));
    }

    @Nullable
    private Object call(Object... arguments) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no foreign function throws this", e);
        }
    }

    void run(Object... arguments) {
        call(arguments);
    }

    int integer(Object... arguments) {
        return (int) some(call(arguments));
    }

    long number(Object... arguments) {
        return (long) some(call(arguments));
    }

    boolean truth(Object... arguments) {
        return (boolean) some(call(arguments));
    }

    MemorySegment address(Object... arguments) {
        return (MemorySegment) some(call(arguments));
    }

    private static Object some(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("the function returns nothing");
        }
        return value;
    }
}
