package dev.mekiki.engines.oracle;

import dev.mekiki.engines.safetensors.ModelTensors;
import dev.mekiki.engines.safetensors.TensorView;
import java.util.stream.IntStream;

/** Matrices read from the files row by row, multiplied in double precision. */
record Weights(ModelTensors tensors) {
    boolean has(String name) {
        return tensors.has(name);
    }

    double[] row(String name, int index) {
        TensorView view = tensors.view(name);
        float[] row = new float[view.columns()];
        view.row(index, row);
        double[] y = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            y[i] = row[i];
        }
        return y;
    }

    /** Matrix × vector: one value for each row. */
    double[] times(String name, double[] x) {
        TensorView view = tensors.view(name);
        double[] y = new double[view.rows()];
        int pieces = Math.min(view.rows(), 64);
        IntStream.range(0, pieces).parallel().forEach(piece -> {
            float[] row = new float[view.columns()];
            for (int r = piece; r < y.length; r += pieces) {
                view.row(r, row);
                double dot = 0;
                for (int i = 0; i < row.length; i++) {
                    dot += row[i] * x[i];
                }
                y[r] = dot;
            }
        });
        return y;
    }

    /** Vector × matrix: one value for each column. */
    double[] transposedTimes(String name, double[] x) {
        TensorView view = tensors.view(name);
        double[] y = new double[view.columns()];
        float[] row = new float[view.columns()];
        for (int r = 0; r < view.rows(); r++) {
            view.row(r, row);
            for (int i = 0; i < row.length; i++) {
                y[i] += row[i] * x[r];
            }
        }
        return y;
    }
}
