package dev.mekiki.datasets;

import dev.mekiki.domain.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Apache Parquet, as data sets on the Hugging Face Hub are stored: columns of text, numbers, lists and records. */
public final class ParquetSource extends FileSource {
    /** A page says how large it will be: what is larger than this is not a data set of questions. */
    private static final int LARGEST_PAGE = 256 << 20;
    private final Limits limits;

    public ParquetSource() {
        this(Limits.USUAL);
    }

    ParquetSource(Limits limits) {
        super("parquet", "Apache Parquet (.parquet), uncompressed or with Snappy, Zstandard or gzip", "parquet");
        this.limits = limits;
    }

    @Override
    public List<Map<String, Object>> read(Path path) throws InvalidInput {
        Problems problems = new Problems(path, limits.problems());
        List<Map<String, Object>> rows = new ArrayList<>();
        try {
            if (Files.size(path) > limits.bytes()) {
                problems.add("is larger than " + limits.bytes() + " bytes");
            } else {
                rows(path, rows, problems);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // the library throws whatever a broken footer or page makes it throw
            problems.add("can't be read as Parquet: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        problems.refuse();
        return rows;
    }

    private void rows(Path path, List<Map<String, Object>> rows, Problems problems) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs(LARGEST_PAGE)).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), options)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            if (reader.getRecordCount() > limits.rows() || schema.getFieldCount() > limits.fields()) {
                problems.add(
                        "has " + reader.getRecordCount() + " rows of " + schema.getFieldCount() + " columns; at most "
                                + limits.rows() + " of " + limits.fields() + " are read");
                return;
            }
            ParquetValues values = new ParquetValues(schema, limits);
            values.refusals().forEach(problems::add);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null && problems.isEmpty()) {
                RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(values.row(records.read()));
                }
                pages = reader.readNextRowGroup();
            }
        }
    }
}
