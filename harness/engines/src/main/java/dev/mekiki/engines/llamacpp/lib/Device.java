package dev.mekiki.engines.llamacpp.lib;

/**
 * Something that a build of llama.cpp computes on.
 *
 * @param index among all devices, as llama.cpp counts them
 * @param name such as {@code CPU}, {@code CUDA0} or {@code Vulkan1}
 * @param gpu whether it is a graphics processor, one that shares the machine's memory included
 * @param freeBytes 0 where the backend does not tell
 */
public record Device(int index, String name, String description, boolean gpu, long freeBytes, long totalBytes) {}
