package dev.mekiki.datasets;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file in the values that every data source gives. Lists and maps in the standard's three-level form and the older two-level one. */
final class ParquetValues {
    private final MessageType schema;
    private final Limits limits;

    ParquetValues(MessageType schema, Limits limits) {
        this.schema = schema;
        this.limits = limits;
    }

    /** What can't be given as values of a row: columns too deep, and kinds of numbers that nobody has used for long. */
    List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        schema.getFields().forEach(field -> refusals(field, 1, field.getName(), refusals));
        return refusals;
    }

    private void refusals(Type type, int depth, String name, List<String> refusals) {
        if (depth > limits.depth()) {
            refusals.add("column " + name + " is nested deeper than " + limits.depth());
        } else if (!type.isPrimitive()) {
            type.asGroupType().getFields()
                    .forEach(field -> refusals(field, depth + 1, name + "." + field.getName(), refusals));
        } else if (type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            refusals.add("column " + name + " holds 96-bit time stamps, which are not read");
        }
    }

    /** A column without a value is absent. */
    Map<String, Object> row(Group group) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Type field : group.getType().getFields()) {
            int index = group.getType().getFieldIndex(field.getName());
            if (field.isRepetition(Type.Repetition.REPEATED)) {
                row.put(field.getName(), repeated(group, index, field));
            } else if (group.getFieldRepetitionCount(index) > 0) {
                row.put(field.getName(), value(group, index, 0, field));
            }
        }
        return row;
    }

    private List<Object> repeated(Group group, int index, Type field) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount(index); i++) {
            list.add(value(group, index, i, field));
        }
        return Collections.unmodifiableList(list);
    }

    private Object value(Group group, int index, int at, Type type) {
        if (type.isPrimitive()) {
            return primitive(group, index, at, type.asPrimitiveType());
        }
        Group inner = group.getGroup(index, at);
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof ListLogicalTypeAnnotation && type.asGroupType().getFieldCount() == 1) {
            return list(inner, type.asGroupType().getType(0));
        }
        return meaning instanceof MapLogicalTypeAnnotation && type.asGroupType().getFieldCount() == 1
                ? map(inner)
                : row(inner);
    }

    /** An element without a value stays in its place as null, as in JSON. */
    private List<@Nullable Object> list(Group group, Type element) {
        boolean wrapped = !element.isPrimitive() && element.asGroupType().getFieldCount() == 1
                && !element.getName().equals("array") && !element.getName().endsWith("_tuple");
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
            if (wrapped) {
                Group one = group.getGroup(0, i);
                boolean present = one.getFieldRepetitionCount(0) > 0;
                list.add(present ? value(one, 0, 0, element.asGroupType().getType(0)) : null);
            } else {
                list.add(value(group, 0, i, element));
            }
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, Object> map(Group group) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
            Group entry = group.getGroup(0, i);
            GroupType type = entry.getType();
            if (type.getFieldCount() > 1 && entry.getFieldRepetitionCount(1) > 0) {
                map.put(String.valueOf(value(entry, 0, 0, type.getType(0))), value(entry, 1, 0, type.getType(1)));
            }
        }
        return map;
    }

    private Object primitive(Group group, int index, int at, PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(index, at);
            case FLOAT -> Double.valueOf(Float.toString(group.getFloat(index, at)));
            case DOUBLE -> group.getDouble(index, at);
            case INT32 -> whole(group.getInteger(index, at), 32, meaning);
            case INT64 -> whole(group.getLong(index, at), 64, meaning);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(group.getBinary(index, at), meaning, type.getName());
            case INT96 -> throw new IllegalStateException("refused before");
        };
    }

    private static Object whole(long value, int bits, @Nullable LogicalTypeAnnotation meaning) {
        return switch (meaning) {
            case DecimalLogicalTypeAnnotation decimal -> BigDecimal.valueOf(value, decimal.getScale());
            case DateLogicalTypeAnnotation _ -> LocalDate.ofEpochDay(value).toString();
            case TimestampLogicalTypeAnnotation stamp -> Instant.EPOCH.plus(switch (stamp.getUnit()) {
                case MILLIS -> Duration.ofMillis(value);
                case MICROS ->
                    Duration.ofSeconds(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1_000);
                case NANOS -> Duration.ofNanos(value);
            }).toString();
            case IntLogicalTypeAnnotation whole when !whole.isSigned() && value < 0 -> bits == 32
                    ? (Object) Integer.toUnsignedLong((int) value)
                    : new BigInteger(Long.toUnsignedString(value));
            case null, default -> value;
        };
    }

    private Object bytes(Binary binary, @Nullable LogicalTypeAnnotation meaning, String column) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(binary.getBytes()), decimal.getScale());
        }
        if (binary.length() > limits.characters()) {
            throw new IllegalArgumentException(
                    "a value of column " + column + " is longer than " + limits.characters());
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(binary.getBytes())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("column " + column + " holds bytes that are no text", e);
        }
    }
}
