package dev.mekiki.engines.llamacpp.worker;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** The worker: answers what comes over standard input until that ends, as it does when the process that started it is gone. */
public final class Main {
    private static final int BUFFER = 1 << 16;

    private Main() {}

    public static void main(String[] arguments) {
        DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER));
        new Server(out, new FileOutputStream(FileDescriptor.err))
                .run(new DataInputStream(
                        new java.io.BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER)));
        Runtime.getRuntime().halt(0); // without waiting for what llama.cpp is computing
    }
}
