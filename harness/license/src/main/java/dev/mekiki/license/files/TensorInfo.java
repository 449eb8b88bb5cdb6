package dev.mekiki.license.files;

import java.util.List;

/**
 * A tensor as a header describes it.
 *
 * @param shape dimensions, outermost first
 * @param begin of its bytes, from where the tensors' data begins
 */
public record TensorInfo(String name, String dtype, List<Long> shape, long elements, long begin, long end) {}
